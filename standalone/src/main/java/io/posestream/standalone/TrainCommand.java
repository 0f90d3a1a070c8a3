package io.posestream.standalone;

import io.posestream.inference.registry.SigningKey;
import io.posestream.trainer.Train;
import io.posestream.trainer.gate.GatePlan;
import io.posestream.trainer.recipe.Recipe;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description = {
            "Trains a student, or a detector, as a recipe says: progress here, losses, curves, checkpoints and the model in a folder. "
                    + "Started again with the same recipe and folder it goes on where it was; Ctrl-C keeps all.",
            "Recipes to start from are in trainer/recipes."
        },
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    private static final Path RUNS = Path.of("runs");

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The recipe, a YAML file.")
    private Path config;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the run is kept (default: runs/ and the recipe's name).")
    private Path out;

    @Option(names = "--steps", paramLabel = "N", description = "Length of the run in place of the recipe's.")
    private Long steps;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "What stands for $${NAME} in the recipe; repeatable. Of itself, $${rendered} is the "
                    + "folder of rendered people: runs/rendered.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(
            names = "--publish",
            description =
                    "Once the run is finished, publish its model, if it passes the gate. Its pictures are those of "
                            + "--gate, or else the recipe's validation.sets.")
    private boolean publish;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The private key that signs what is published; see models keygen.")
    private Optional<Path> keyFile = Optional.empty();

    @Mixin
    private GateOptions gate = new GateOptions();

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json = new JsonOption();

    TrainCommand(Terminal terminal) {
        this.terminal = terminal;
        this.kafka = new KafkaOptions(terminal);
    }

    @Override
    public Integer call() {
        OptionalLong length = steps == null ? OptionalLong.empty() : OptionalLong.of(steps);
        requireUsed();
        variables.putIfAbsent(
                "rendered", RUNS.resolve("rendered").toAbsolutePath().toString());
        Recipe recipe = Recipe.read(config, variables, length);
        Path folder = out == null ? RUNS.resolve(recipe.name()) : out;
        Optional<TrainedRelease> release = publish ? Optional.of(release(recipe)) : Optional.empty();
        StopSignal stop = StopSignal.install();
        Train.Result result = new Train(recipe, folder, this::say).run(stop::received);
        Optional<PublicationText> published = release.filter(wanted -> result.finished())
                .map(wanted -> new PublicationText(wanted.publish(folder, stop::received)));
        print(result, published);
        if (published.filter(text -> text.outcome().published().isEmpty()).isPresent()) {
            throw new CommandException(
                    "the model of " + folder + " does not pass the gate, so it is not published",
                    "train on, or publish it with ./pose models publish --skip-gate");
        }
        return 0;
    }

    /** Whatever would keep it from being published is told before the run, not after. */
    private TrainedRelease release(Recipe recipe) {
        SigningKey key = SigningKey.read(keyFile.orElseThrow(
                () -> new ParameterException(spec.commandLine(), "--publish needs a --key that signs")));
        Optional<GatePlan> plan = gate.plan(recipe.validation().sets());
        if (plan.isEmpty() && !gate.skipped()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--publish: the recipe has no validation.sets; name pictures to judge it on with --gate, "
                            + "or say --skip-gate");
        }
        GatedPublication publication =
                new GatedPublication(kafka.reachable(), key, ReleaseView.trust(terminal), gate, plan);
        return TrainedRelease.checked(recipe, publication);
    }

    private void print(Train.Result result, Optional<PublicationText> published) {
        if (json.wanted()) {
            Map<String, Object> tree = tree(result);
            published.ifPresent(text -> tree.put("publication", text.tree()));
            terminal.out().println(Json.line(tree));
        } else {
            terminal.out()
                    .printf(
                            "%s at step %d after %.0f s of training: %s%n",
                            result.finished() ? "finished" : "stopped",
                            result.step(),
                            result.secondsTrained(),
                            result.folder());
            published.ifPresent(text -> text.lines().forEach(terminal.out()::println));
        }
        terminal.out().flush();
    }

    private void requireUsed() {
        Set<String> used = Recipe.variables(config);
        variables.keySet().stream()
                .filter(name -> !used.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new ParameterException(
                            spec.commandLine(),
                            "--set " + name + "=: " + config + " has no such variable; it has "
                                    + (used.isEmpty() ? "none" : String.join(", ", used)));
                });
    }

    private void say(String line) {
        (json.wanted() ? terminal.err() : terminal.out()).println(line);
    }

    private static Map<String, Object> tree(Train.Result result) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("folder", result.folder().toString());
        tree.put("finished", result.finished());
        tree.put("step", result.step());
        tree.put("secondsTrained", result.secondsTrained());
        tree.put("losses", result.losses());
        tree.put("figures", result.figures());
        return tree;
    }
}
