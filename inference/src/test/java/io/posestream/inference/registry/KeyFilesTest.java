package io.posestream.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posestream.schemas.ConfigurationException;
import io.posestream.schemas.Environment;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.SignedRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
    /** The first key of RFC 8032, section 7.1, as OpenSSL writes it. */
    private static final String OPENSSL_PRIVATE = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
            -----END PRIVATE KEY-----
            """;

    private static final String OPENSSL_PUBLIC = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
            -----END PUBLIC KEY-----
            """;

    /** A release as protoc encodes it, and its signature by OpenSSL: those of the golden files of schemas. */
    private static final String OPENSSL_PAYLOAD = "0a04706f736510071a0773747564656e742220"
            + "0123456789abcdef".repeat(4)
            + "28e0cfd50130073a190a10706f736573747265616d2e636f646563120553494d43433a180a13"
            + "706f736573747265616d2e636f6e7472616374120131408180b8f6de9690034a1d"
            + "74776f2074656163686572732c206772657920636c6f75647320e2988152134f4b5320302e37312c"
            + "206c69766520302e373058016001";

    private static final String OPENSSL_SIGNATURE = "ddc0be1c81095679d7467200f39fbf83556fe077e4a3741cd390475e332c1285"
            + "82826a85826b910638752498dbe6346b30a67886a7a11865d695a219768f5002";

    private static final String OPENSSL_ID = "06e3fd8fda29bb60";

    @TempDir
    private Path folder;

    @Test
    void aPairComesBackAndItsPrivateHalfIsForItsOwnerAlone() throws IOException {
        SigningKey key = SigningKey.generate();
        Path made = folder.resolve("new/keys");
        key.write(made);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.resolve("posestream.key"))))
                .isEqualTo("rw-------");
        SigningKey read = SigningKey.read(made.resolve("posestream.key"));
        assertThat(read.id()).isEqualTo(key.id()).matches("[0-9a-f]{16}");
        TrustedKeys trusted = TrustedKeys.read(List.of(made.resolve("posestream.pub")));
        SignedRelease signed = read.sign(new byte[] {1, 2}, List.of());
        assertThat(trusted.ids()).containsExactly(key.id());
        assertThat(trusted.verifies(key.id(), SignedRelease.signedBytes(signed.payload()), signed.signature()))
                .isTrue();
    }

    @Test
    void aKeyIsNeverOverwritten() throws IOException {
        SigningKey.generate().write(folder);
        byte[] before = Files.readAllBytes(folder.resolve("posestream.key"));

        assertThatThrownBy(() -> SigningKey.generate().write(folder))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("exists, and a key is never overwritten");
        Files.delete(folder.resolve("posestream.pub"));
        assertThatThrownBy(() -> SigningKey.generate().write(folder)).isInstanceOf(KeyFileException.class);
        assertThat(folder.resolve("posestream.key")).hasBinaryContent(before);
        assertThat(folder.resolve("posestream.pub")).doesNotExist();
    }

    @Test
    void openSslsKeysAndSignaturesAreOurs() throws IOException {
        SigningKey key = SigningKey.read(file("openssl.pem", OPENSSL_PRIVATE + OPENSSL_PUBLIC));
        byte[] payload = HexFormat.of().parseHex(OPENSSL_PAYLOAD);

        assertThat(key.id()).isEqualTo(OPENSSL_ID);
        assertThat(key.sign(payload, List.of()).signature())
                .isEqualTo(HexFormat.of().parseHex(OPENSSL_SIGNATURE));
        assertThat(TrustedKeys.read(List.of(file("openssl.pub", OPENSSL_PUBLIC)))
                        .verifies(
                                OPENSSL_ID,
                                SignedRelease.signedBytes(payload),
                                HexFormat.of().parseHex(OPENSSL_SIGNATURE)))
                .isTrue();
    }

    @Test
    void severalKeysOfSeveralFilesAreTrusted() throws IOException {
        SigningKey first = written("a");
        SigningKey second = written("b");
        String both = Files.readString(folder.resolve("a/posestream.pub"))
                + Files.readString(folder.resolve("b/posestream.pub"));
        Trust trust = trust(Map.of(
                "POSE_TRUSTED_KEYS",
                file("both.pub", both) + ", " + file("openssl.pub", OPENSSL_PUBLIC),
                "POSE_REVOKED_RELEASES",
                file(
                                "revoked",
                                "# left and right exchanged\npose/3 # by hand\n\n" + "0123456789ABCDEF".repeat(4)
                                        + "\n")
                        .toString()));

        assertThat(trust.keys().ids()).containsExactlyInAnyOrder(first.id(), second.id(), OPENSSL_ID);
        assertThat(trust.revoked().releases()).containsExactly(ReleaseId.parse("pose/3"));
        assertThat(trust.revoked().digests()).containsExactly("0123456789abcdef".repeat(4));
    }

    @Test
    void withoutVariablesNobodyIsTrusted() {
        assertThat(trust(Map.of()).keys().isEmpty()).isTrue();
        assertThatCode(() -> trust(Map.of()).log()).doesNotThrowAnyException();
        assertThat(Trust.WITHOUT_KEYS).contains("NO KEY IS TRUSTED", "POSE_TRUSTED_KEYS");
    }

    @Test
    void whatIsWrongWithAFileIsNamedWithItsVariable() throws IOException {
        Path none = folder.resolve("none.pub");
        Path noKey = file("no.pub", "hello\n");
        Path rubbish = file("rubbish.pub", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
        Path revoked = file("revoked", "pose/3\nhat/1\n");

        assertWrong("POSE_TRUSTED_KEYS", none, "no such file");
        assertWrong("POSE_TRUSTED_KEYS", noKey, "holds no public key; ./pose models keygen makes a pair");
        assertWrong("POSE_TRUSTED_KEYS", rubbish, "holds a public key that is no Ed25519 key");
        assertWrong("POSE_TRUSTED_KEYS", file("private.pem", OPENSSL_PRIVATE), "holds no public key");
        assertWrong("POSE_REVOKED_RELEASES", none, "no such file");
        assertWrong("POSE_REVOKED_RELEASES", revoked, "line 2: not a release: \"hat/1\"");
    }

    @Test
    void aPrivateKeyWithoutItsOwnPublicKeyIsRefused() throws IOException {
        written("a");
        Path alone = file("alone.pem", OPENSSL_PRIVATE);
        Path foreign = file("foreign.pem", OPENSSL_PRIVATE + Files.readString(folder.resolve("a/posestream.pub")));

        assertThatThrownBy(() -> SigningKey.read(alone))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("holds 1 private and 0 public keys");
        assertThatThrownBy(() -> SigningKey.read(foreign))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("its public key is not that of its private key");
    }

    private SigningKey written(String name) {
        SigningKey key = SigningKey.generate();
        key.write(folder.resolve(name));
        return key;
    }

    private static Trust trust(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        Trust trust = Trust.from(environment);
        environment.check();
        return trust;
    }

    private static void assertWrong(String variable, Path file, String message) {
        assertThatThrownBy(() -> trust(Map.of(variable, file.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(variable + "=" + file + ": " + file)
                .hasMessageContaining(message);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
