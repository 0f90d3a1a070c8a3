package io.posestream.trainer.metrics;

import io.posestream.trainer.FileTrouble;
import io.posestream.trainer.TrainingException;
import io.posestream.trainer.data.DataSet;
import io.posestream.trainer.data.DataSource;
import io.posestream.trainer.data.DataSource.Format;
import io.posestream.trainer.data.DataSource.Options;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Finds out which of its forms the file of a benchmark has, and reads it. */
final class BenchmarkFiles {
    private BenchmarkFiles() {}

    /** Persons of missing images are in it. */
    static DataSet read(Benchmark benchmark) {
        return source(benchmark, benchmark.kind().id()).readToJudgeOn();
    }

    /** Persons of missing images are in it, and those of whom nothing is labelled. */
    static DataSet readAll(Benchmark benchmark) {
        return source(benchmark, benchmark.kind().id()).readToComplete();
    }

    static DataSource source(Benchmark benchmark, String name) {
        Options options = new Options(.5, Set.of(), false, true, benchmark.heads());
        return new DataSource(name, format(benchmark), benchmark.annotations(), benchmark.images(), options);
    }

    /** Whether the file is in COCO's own form, so that what is added can be added to it. */
    static boolean isCoco(Benchmark benchmark) {
        return format(benchmark) == Format.COCO;
    }

    private static Format format(Benchmark benchmark) {
        Path file = benchmark.annotations();
        if (file.toString().endsWith(".mat")) {
            return Format.MPII_MAT;
        }
        return switch (benchmark.kind()) {
            case MPII -> beginsWith(file, '[') ? Format.MPII_JSON : Format.COCO;
            case HALPE -> Format.HALPE;
            case COCO, LSP, PCK, BOXES -> Format.COCO;
        };
    }

    private static boolean beginsWith(Path file, char wanted) {
        FileTrouble.requireFile(file);
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int character = reader.read();
            while (character >= 0 && Character.isWhitespace(character)) {
                character = reader.read();
            }
            return character == wanted;
        } catch (IOException e) {
            throw new TrainingException("cannot read " + file + ": " + FileTrouble.words(e), e);
        }
    }
}
