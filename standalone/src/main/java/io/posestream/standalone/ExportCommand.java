package io.posestream.standalone;

import io.posestream.trainer.Export;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description =
                "The student or detector of a training run as an ONNX file that describes itself, its training card included.",
        sortOptions = false)
final class ExportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--checkpoint",
            required = true,
            paramLabel = "DIR",
            description = "Folder of the run; its newest checkpoint is taken.")
    private Path checkpoint;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The ONNX file to write.")
    private Path out;

    @Mixin
    private JsonOption json = new JsonOption();

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Map<String, Object> card =
                Export.write(checkpoint, out, line -> terminal.err().println(line));
        if (json.wanted()) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("file", out.toString());
            tree.put("card", card);
            terminal.out().println(Json.line(tree));
        } else {
            terminal.out().printf("%s: the net of %s at step %s%n", out, checkpoint, card.get("steps"));
        }
        terminal.out().flush();
        return 0;
    }
}
