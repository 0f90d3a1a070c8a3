package io.posestream.standalone;

import io.posestream.inference.model.ModelFolder;
import io.posestream.schemas.ModelContract;

/** A model of a folder, for people. */
final class ImportedText {
    private ImportedText() {}

    static void print(Terminal terminal, ModelFolder.Imported imported) {
        ModelContract contract = imported.contract();
        terminal.out().printf("%s %s (%s)%n", contract.slot().id(), imported.file(), contract.name());
        contract.toMetadata()
                .forEach((key, value) -> terminal.out()
                        .printf(
                                "  %s = %s  (%s)%n",
                                key, value, imported.sources().get(key)));
        terminal.out().printf("  sha256 = %s%n", imported.release().sha256());
        terminal.out().flush();
    }
}
