package io.posestream.standalone;

import io.posestream.inference.model.ModelException;
import io.posestream.inference.registry.KeyFileException;
import io.posestream.inference.registry.RegistryException;
import io.posestream.ingest.IngestStartException;
import io.posestream.schemas.ConfigurationException;
import io.posestream.schemas.TopicAccessException;
import io.posestream.trainer.TrainingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Says what went wrong in one line on stderr, {@code pose COMMAND: what is wrong; what to do}; with
 * {@code POSE_DEBUG=1} the stack trace follows.
 */
final class ErrorLine implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");

    private final Terminal terminal;

    ErrorLine(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        print(command, e.getMessage() + "; see ./" + name(command) + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        print(command, line(e));
        if (terminal.environment().getOrDefault("POSE_DEBUG", "0").equals("1")) {
            e.printStackTrace(terminal.err());
            terminal.err().flush();
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String line(Exception e) {
        if (e instanceof CommandException
                || e instanceof ConfigurationException
                || e instanceof TopicAccessException
                || e instanceof ModelException
                || e instanceof RegistryException
                || e instanceof KeyFileException
                || e instanceof TrainingException
                || e instanceof IngestStartException) {
            return e.getMessage();
        }
        if (e instanceof KafkaException) {
            return "Kafka: " + e.getMessage() + "; is the right one named by --bootstrap?";
        }
        String what = e.getClass().getSimpleName() + ": " + e.getMessage();
        return e instanceof IOException || e instanceof UncheckedIOException
                ? what
                : what + "; this should not happen: POSE_DEBUG=1 shows where it did";
    }

    private void print(CommandLine command, String line) {
        terminal.err().println(name(command) + ": " + LINE_BREAKS.matcher(line).replaceAll(" "));
        terminal.err().flush();
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }
}
