package io.posestream.standalone;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.ModelException;
import io.posestream.inference.registry.SigningKey;
import io.posestream.trainer.TrainingData;
import io.posestream.trainer.gate.GatePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a model, signs it and puts it on Kafka. */
@Command(
        name = "publish",
        description =
                "Judges a model on labelled pictures against the live release; if it is not worse, signs it and puts it "
                        + "on Kafka, in chunks, announced last. The same file is the same release: "
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
            names = "--run",
            paramLabel = "DIR",
            description = "Folder of the training run that it came of: the gate asks whether it answers as the newest "
                    + "checkpoint there does.")
    private Optional<Path> run = Optional.empty();

    @Mixin
    private GateOptions gate = new GateOptions();

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
        Optional<GatePlan> plan = gate.plan(List.of());
        if (plan.isEmpty() && !gate.skipped()) {
            throw new ParameterException(
                    spec.commandLine(), "name pictures to judge it on with --gate, or say --skip-gate");
        }
        SigningKey key = SigningKey.read(keyFile);
        DescribedModel model = DescribedModel.read(file);
        tryOut(model);
        OptionalInt wanted = version == 0 ? OptionalInt.empty() : OptionalInt.of(version);
        GatedPublication.Outcome outcome = new GatedPublication(
                        kafka.reachable(), key, ReleaseView.trust(terminal), gate, plan)
                .publish(model, wanted, run, TrainingData.ofCard(model.card()), new ProgressLine(terminal, "images"));
        print(new PublicationText(outcome));
        if (outcome.published().isEmpty()) {
            throw new CommandException(
                    file + " does not pass the gate, so it is not published",
                    "--skip-gate publishes it nevertheless, and the release says so");
        }
        return 0;
    }

    private void print(PublicationText text) {
        if (json) {
            terminal.out().println(Json.line(text.tree()));
        } else {
            text.lines().forEach(terminal.out()::println);
        }
        terminal.out().flush();
    }

    private void tryOut(DescribedModel model) {
        try {
            model.tryOut();
        } catch (ModelException e) {
            throw new CommandException(file + ": " + e.getMessage(), "a worker could not serve it", e);
        }
    }
}
