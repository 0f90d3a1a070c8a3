package io.posestream.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/**
 * A broker that wants a certificate of everybody and asks what they may do, as one of Strimzi's does; {@code admin} may do
 * all. Lays down what Strimzi puts into Secrets: {@code ca.crt}, and for each user a {@code user.p12}.
 */
final class GuardedKafka implements AutoCloseable {
    static final String ADMIN = "admin";
    static final String PASSWORD = "of-the-stores";

    private static final String BROKER = "broker";
    private static final String ALIAS = "user";

    private final EmbeddedKafka kafka;
    private final Path folder;

    private GuardedKafka(EmbeddedKafka kafka, Path folder) {
        this.kafka = kafka;
        this.folder = folder;
    }

    /** @param folder new, for all of it */
    static GuardedKafka start(Path folder, List<String> users) throws Exception {
        List<String> names = new ArrayList<>(users);
        names.addAll(List.of(ADMIN, BROKER));
        makeKeys(folder, names);
        StringBuilder everybody = new StringBuilder();
        for (String name : names) {
            everybody.append(certificate(store(folder, name)));
        }
        Path trusted = Files.writeString(folder.resolve("clients.crt"), everybody);
        Files.writeString(
                Files.createDirectory(caFolder(folder)).resolve("ca.crt"), certificate(store(folder, BROKER)));
        return new GuardedKafka(EmbeddedKafka.start(folder.resolve("data"), 0, guarded(folder, trusted)), folder);
    }

    private static Map<String, String> guarded(Path folder, Path trusted) {
        return Map.of(
                "listener.security.protocol.map",
                "PLAINTEXT:SSL,CONTROLLER:PLAINTEXT",
                "ssl.client.auth",
                "required",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                trusted.toString(),
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                store(folder, BROKER).toString(),
                "ssl.keystore.password",
                PASSWORD,
                "authorizer.class.name",
                StandardAuthorizer.class.getName(),
                "super.users",
                // The controller's listener has no users; it is this process's own.
                "User:CN=" + ADMIN + ";User:CN=" + BROKER + ";User:ANONYMOUS");
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Has {@code ca.crt}. */
    Path caFolder() {
        return caFolder(folder);
    }

    /** Has {@code user.p12}. */
    Path userFolder(String user) {
        return folder.resolve(user);
    }

    private static Path caFolder(Path folder) {
        return folder.resolve("ca");
    }

    private static Path store(Path folder, String name) {
        return folder.resolve(name).resolve("user.p12");
    }

    /** A key pair for each name in a store of its own; each vouches for itself, which Kafka takes like any other authority. */
    private static void makeKeys(Path folder, List<String> names) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<Process> all = new ArrayList<>();
        for (String name : names) {
            Files.createDirectories(folder.resolve(name));
            ProcessBuilder builder = new ProcessBuilder(keytool, "-J-XX:TieredStopAtLevel=1", "-genkeypair");
            builder.command().addAll(List.of("-keystore", store(folder, name).toString(), "-storepass", PASSWORD));
            builder.command().addAll(List.of("-alias", ALIAS, "-dname", "CN=" + name, "-keyalg", "EC"));
            builder.command().addAll(List.of("-ext", "san=ip:127.0.0.1"));
            all.add(builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
        for (Process each : all) {
            assertThat(each.waitFor()).as("%s", each.info()).isZero();
        }
    }

    private static String certificate(Path store) throws IOException, GeneralSecurityException {
        byte[] der = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray())
                .getCertificate(ALIAS)
                .getEncoded();
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }

    @Override
    public void close() {
        kafka.close();
    }
}
