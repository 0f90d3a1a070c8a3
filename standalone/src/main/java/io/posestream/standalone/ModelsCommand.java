package io.posestream.standalone;

import io.posestream.inference.model.ModelFolder;
import io.posestream.inference.model.Preset;
import io.posestream.schemas.Slot;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "models", description = "The models that workers serve.")
final class ModelsCommand {
    private final Terminal terminal;

    ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "import",
            description =
                    "Takes an ONNX file in: recognises its family by its inputs and outputs, writes into the file "
                            + "how it is fed and read, tries it, and keeps it. A model of the same kind is replaced.")
    int importFile(
            @Parameters(paramLabel = "FILE", description = "The ONNX file.") Path file,
            @Option(names = "--as", required = true, paramLabel = "detector|pose", description = "What it is for.")
                    Slot slot,
            @Option(names = "--models", required = true, paramLabel = "DIR", description = "The folder that keeps it.")
                    Path folder,
            @Option(
                            names = "--preset",
                            paramLabel = "NAME",
                            description =
                                    "Its family, if it is not recognised: yolox, rtmdet, rtmpose, efficientpose, tinypose.")
                    String preset,
            @Option(
                            names = "--set",
                            paramLabel = "KEY=VALUE",
                            description = "A value of its contract that wins over what was found, "
                                    + "as in --set mean=0.0,0.0,0.0; repeatable. The keys are those that are printed.")
                    Map<String, String> values) {
        ImportedText.print(
                terminal,
                new ModelFolder(folder)
                        .importModel(
                                file,
                                slot,
                                Optional.ofNullable(preset).map(Preset::of),
                                values == null ? Map.of() : values));
        return 0;
    }
}
