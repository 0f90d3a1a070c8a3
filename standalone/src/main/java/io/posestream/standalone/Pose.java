package io.posestream.standalone;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command line {@code ./pose}.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 wrongly called. Only the command that runs may load Kafka or anything native: so
 * no command class has a field or a method with such a type.
 */
@Command(name = "pose", description = "Camera streams to skeletons, on Kafka.", synopsisSubcommandLabel = "COMMAND")
public final class Pose implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    private Pose(Terminal terminal) {
        this.terminal = terminal;
    }

    public static void main(String[] args) {
        ParentProcess.endWithIt();
        System.exit(execute(new Terminal(System.getenv(), utf8(System.out), utf8(System.err)), args));
    }

    static int execute(Terminal terminal, String... args) {
        ErrorLine errors = new ErrorLine(terminal);
        CommandLine pose = commands(terminal)
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
        addHelp(pose);
        int exitCode = pose.execute(args);
        terminal.out().flush();
        return exitCode;
    }

    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new Pose(terminal))
                .addSubcommand(new DemoCommand(terminal))
                .addSubcommand(new ImageCommand(terminal))
                .addSubcommand(new CommandLine(new ModelsCommand(terminal))
                        .addSubcommand(new ModelsShowCommand(terminal))
                        .addSubcommand(new ModelsKeygenCommand(terminal))
                        .addSubcommand(new ModelsPublishCommand(terminal))
                        .addSubcommand(new ModelsListCommand(terminal))
                        .addSubcommand(new ModelsShadowCommand(terminal))
                        .addSubcommand(new ModelsCanaryCommand(terminal))
                        .addSubcommand(new ModelsPromoteCommand(terminal))
                        .addSubcommand(new ModelsRollbackCommand(terminal))
                        .addSubcommand(new ModelsStatusCommand(terminal))
                        .addSubcommand(new ModelsPruneCommand(terminal)))
                .addSubcommand(new TrainCommand(terminal))
                .addSubcommand(new EvaluateCommand(terminal))
                .addSubcommand(new ExportCommand(terminal))
                .addSubcommand(new ExperimentCommand(terminal))
                .addSubcommand(new SynthesizeCommand(terminal))
                .addSubcommand(new AnnotateCommand(terminal))
                .addSubcommand(new IngestCommand(terminal))
                .addSubcommand(new InferCommand(terminal))
                .addSubcommand(new BrokerCommand(terminal))
                .addSubcommand(new CommandLine(new TopicsCommand())
                        .addSubcommand(new TopicsCreateCommand(terminal))
                        .addSubcommand(new TopicsCheckCommand(terminal))
                        .addSubcommand(new TopicsDescribeCommand(terminal)))
                .addSubcommand(new CommandLine(new BenchCommand(terminal))
                        .addSubcommand(new BenchCurveCommand(terminal))
                        .addSubcommand(new BenchReloadCommand(terminal)))
                .addSubcommand(new ConsumeCommand(terminal))
                .addSubcommand(new LedgerCommand(terminal))
                .addSubcommand(new ExplainCommand(terminal))
                .addSubcommand(new SoakCommand(terminal));
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec().addMixin("help", CommandSpec.forAnnotatedObject(new HelpOption()));
        command.getSubcommands().values().forEach(Pose::addHelp);
    }

    /** Without a command: what there is. */
    @Override
    public Integer call() {
        spec.commandLine().usage(terminal.err());
        return CommandLine.ExitCode.USAGE;
    }

    private static PrintWriter utf8(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
