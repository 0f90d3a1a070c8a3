package io.posestream.standalone;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.ModelException;
import io.posestream.inference.registry.ModelPublisher;
import io.posestream.inference.registry.Publication;
import io.posestream.inference.registry.Published;
import io.posestream.inference.registry.SigningKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signs a model and puts it on Kafka. */
@Command(
        name = "publish",
        description =
                "Signs a model and puts it on Kafka, in chunks, announced last. The same file is the same release: "
                        + "to publish again goes on where the last time ended. Nothing serves it yet.")
final class ModelsPublishCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Parameters(paramLabel = "FILE", description = "An ONNX file that describes itself, as import and train make it.")
    private Path file;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "The private key; see keygen.")
    private Path keyFile;

    @Option(
            names = "--version",
            defaultValue = "0",
            paramLabel = "N",
            description = "Version of the release, from 1 on. Default: the next one of the model's slot.")
    private int version;

    @Option(
            names = "--skip-gate",
            required = true,
            description = "Publish without measuring the model against the live one, which the release then says. "
                    + "There is no gate yet, so this must be said.")
    private boolean skipGate;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    ModelsPublishCommand(Terminal terminal) {
        this.terminal = terminal;
        this.kafka = new KafkaOptions(terminal);
    }

    @Override
    public Integer call() {
        if (version < 0) {
            throw new ParameterException(spec.commandLine(), "--version " + version + ": 1 or more is needed");
        }
        SigningKey key = SigningKey.read(keyFile);
        DescribedModel model = DescribedModel.read(file);
        tryOut(model);
        OptionalInt wanted = version == 0 ? OptionalInt.empty() : OptionalInt.of(version);
        Published published;
        try (ModelPublisher publisher = ModelPublisher.open(kafka.reachable(), ReleaseView.WAIT)) {
            published = publisher.publish(model, new Publication(wanted, "", skipGate), key);
        }
        terminal.out().println(json ? Json.line(tree(published)) : text(published));
        return 0;
    }

    private void tryOut(DescribedModel model) {
        try {
            model.tryOut();
        } catch (ModelException e) {
            throw new CommandException(file + ": " + e.getMessage(), "a worker could not serve it", e);
        }
    }

    private static String text(Published published) {
        String release = published.release().id() + " (" + published.release().name() + ")";
        String chunks = published.chunksWritten() + " of " + published.release().chunks() + " chunks written";
        return published.announced()
                ? "published " + release + ", " + chunks + ", signed by " + published.keyId()
                : release + " is this file already, " + chunks;
    }

    private static Map<String, Object> tree(Published published) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("release", published.release().id().toString());
        tree.put("announced", published.announced());
        tree.put("name", published.release().name());
        tree.put("sha256", published.release().sha256());
        tree.put("sizeBytes", published.release().sizeBytes());
        tree.put("chunks", published.release().chunks());
        tree.put("chunksWritten", published.chunksWritten());
        tree.put("keyId", published.keyId());
        tree.put("gateSkipped", published.release().gateSkipped());
        return tree;
    }
}
