package io.posestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records that were written once are read for as long as somebody keeps them, so nothing released may go or change. To
 * release a version, copy the files of {@code target/released} over those in {@code src/test/resources/released}.
 */
class ReleasedSchemaTest {
    private static final FileDescriptor CURRENT =
            io.posestream.schemas.wire.SkeletonFrame.getDescriptor().getFile();

    private static final List<String> LINES = ReleasedLines.of(CURRENT);

    /** Every {@code .proto} of the module, by the name of the file that holds its released lines. */
    static Map<String, FileDescriptor> files() {
        return Map.of(
                "skeleton_frame-v1.txt",
                CURRENT,
                "model_release-v1.txt",
                io.posestream.schemas.wire.SignedRelease.getDescriptor().getFile(),
                "worker_status-v1.txt",
                io.posestream.schemas.wire.WorkerStatus.getDescriptor().getFile(),
                "trial_counts-v1.txt",
                io.posestream.schemas.wire.TrialCounts.getDescriptor().getFile());
    }

    static Set<String> names() {
        return files().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everythingReleasedIsStillThereUnchanged(String name) throws IOException {
        List<String> released = released(name);

        assertThat(released).isNotEmpty().doesNotHaveDuplicates();
        assertThat(ReleasedLines.broken(released, ReleasedLines.of(files().get(name))))
                .as("released fields and enum values are for ever; add a new one instead")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theLinesToReleaseAreWritten(String name) throws IOException {
        List<String> lines = ReleasedLines.of(files().get(name));
        Path file = Path.of("target", "released", name);

        Files.createDirectories(file.getParent());
        Files.write(file, lines);

        assertThat(file).hasContent(String.join("\n", lines));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyEnumStartsUnspecified(String name) {
        assertThat(files().get(name).getEnumTypes())
                .allSatisfy(
                        type -> assertThat(type.findValueByNumber(0).getName()).endsWith("_UNSPECIFIED"));
    }

    @Test
    void anAddedFieldIsAllowed() {
        FileDescriptor added = skeletonFrame(message -> message.addField(FieldDescriptorProto.newBuilder()
                .setName("weather")
                .setNumber(100)
                .setType(FieldDescriptorProto.Type.TYPE_STRING)));

        assertThat(ReleasedLines.broken(LINES, ReleasedLines.of(added))).isEmpty();
        assertThat(ReleasedLines.of(added)).contains("posestream.v1.SkeletonFrame 100 weather string singular");
    }

    @Test
    void aRemovedFieldIsNamed() {
        FileDescriptor removed = skeletonFrame(message -> message.removeField(indexOf(message, "reason")));

        assertThat(ReleasedLines.broken(LINES, ReleasedLines.of(removed)))
                .containsExactly("released \"posestream.v1.SkeletonFrame 9 reason string singular\" is now gone");
    }

    @Test
    void aRenumberedFieldIsNamed() {
        FileDescriptor renumbered = skeletonFrame(
                message -> message.getFieldBuilder(indexOf(message, "reason")).setNumber(90));

        assertThat(ReleasedLines.broken(LINES, ReleasedLines.of(renumbered)))
                .containsExactly("released \"posestream.v1.SkeletonFrame 9 reason string singular\" is now gone");
    }

    @Test
    void aNumberGivenToAnotherFieldIsNamed() {
        FileDescriptor renamed = skeletonFrame(
                message -> message.getFieldBuilder(indexOf(message, "reason")).setName("why"));

        assertThat(ReleasedLines.broken(LINES, ReleasedLines.of(renamed)))
                .containsExactly("released \"posestream.v1.SkeletonFrame 9 reason string singular\" is now "
                        + "\"posestream.v1.SkeletonFrame 9 why string singular\"");
    }

    @Test
    void aChangedTypeIsNamed() {
        FileDescriptor retyped = skeletonFrame(message ->
                message.getFieldBuilder(indexOf(message, "width_px")).setType(FieldDescriptorProto.Type.TYPE_SINT32));

        assertThat(ReleasedLines.broken(LINES, ReleasedLines.of(retyped)))
                .containsExactly("released \"posestream.v1.SkeletonFrame 6 width_px uint32 singular\" is now "
                        + "\"posestream.v1.SkeletonFrame 6 width_px sint32 singular\"");
    }

    @Test
    void aChangedLabelIsNamed() {
        FileDescriptor repeated = skeletonFrame(message -> message.getFieldBuilder(indexOf(message, "reason"))
                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED));

        assertThat(ReleasedLines.broken(LINES, ReleasedLines.of(repeated)))
                .containsExactly("released \"posestream.v1.SkeletonFrame 9 reason string singular\" is now "
                        + "\"posestream.v1.SkeletonFrame 9 reason string repeated\"");
    }

    @Test
    void aRemovedEnumValueIsNamed() {
        FileDescriptorProto.Builder file = CURRENT.toProto().toBuilder();
        EnumDescriptorProto.Builder fate = file.getEnumTypeBuilderList().stream()
                .filter(type -> type.getName().equals("Fate"))
                .findFirst()
                .orElseThrow();
        fate.removeValue(fate.getValueCount() - 1);

        assertThat(ReleasedLines.broken(LINES, ReleasedLines.of(built(file))))
                .containsExactly("released \"posestream.v1.Fate 6 FATE_OVERRUN value singular\" is now gone");
    }

    /** Today's file with another {@code SkeletonFrame}. */
    private static FileDescriptor skeletonFrame(Consumer<DescriptorProto.Builder> change) {
        FileDescriptorProto.Builder file = CURRENT.toProto().toBuilder();
        change.accept(file.getMessageTypeBuilderList().stream()
                .filter(message -> message.getName().equals("SkeletonFrame"))
                .findFirst()
                .orElseThrow());
        return built(file);
    }

    private static FileDescriptor built(FileDescriptorProto.Builder file) {
        try {
            return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new AssertionError(e);
        }
    }

    private static int indexOf(DescriptorProto.Builder message, String field) {
        return message.getFieldList().stream()
                .map(FieldDescriptorProto::getName)
                .toList()
                .indexOf(field);
    }

    private static List<String> released(String name) throws IOException {
        try (InputStream in = ReleasedSchemaTest.class.getResourceAsStream("/released/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
