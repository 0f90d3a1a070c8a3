package io.posestream.standalone;

import io.posestream.inference.registry.SigningKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a pair of keys. */
@Command(
        name = "keygen",
        description = "Makes a key that signs releases, and its public key, which workers trust. Never overwrites one.")
final class ModelsKeygenCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for both files.")
    private Path folder;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    ModelsKeygenCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        SigningKey key = SigningKey.generate();
        key.write(folder);
        Path privateFile = folder.resolve(SigningKey.PRIVATE_FILE);
        Path publicFile = folder.resolve(SigningKey.PUBLIC_FILE);
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("keyId", key.id());
            tree.put("privateKey", privateFile.toString());
            tree.put("publicKey", publicFile.toString());
            terminal.out().println(Json.line(tree));
        } else {
            terminal.out().println("key " + key.id());
            terminal.out()
                    .println(privateFile + " signs releases: for ./pose models publish --key; no worker needs it");
            terminal.out().println(publicFile + " tells them from others: for the workers' POSE_TRUSTED_KEYS");
        }
        return 0;
    }
}
