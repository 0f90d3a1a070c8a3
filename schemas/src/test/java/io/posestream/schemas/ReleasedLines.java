package io.posestream.schemas;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A {@code .proto} as one line for each field and enum value, {@code OWNER NUMBER NAME TYPE LABEL}, and what a later one
 * breaks of it: lines may be added, but none may go or change.
 */
final class ReleasedLines {
    private ReleasedLines() {}

    static List<String> of(FileDescriptor file) {
        List<String> lines = new ArrayList<>();
        file.getMessageTypes().forEach(message -> add(lines, message));
        file.getEnumTypes().forEach(type -> add(lines, type));
        return lines;
    }

    /** One sentence for each released line that is no longer there as it was. */
    static List<String> broken(List<String> released, List<String> current) {
        Set<String> now = new HashSet<>(current);
        List<String> broken = new ArrayList<>();
        for (String line : released) {
            if (!now.contains(line)) {
                broken.add("released \"" + line + "\" is now " + withSameNumber(line, current));
            }
        }
        return broken;
    }

    private static String withSameNumber(String line, List<String> current) {
        String ownerAndNumber = line.substring(0, line.indexOf(' ', line.indexOf(' ') + 1) + 1);
        return current.stream()
                .filter(other -> other.startsWith(ownerAndNumber))
                .findFirst()
                .map(other -> '"' + other + '"')
                .orElse("gone");
    }

    private static void add(List<String> lines, Descriptor message) {
        for (FieldDescriptor field : message.getFields()) {
            lines.add(message.getFullName() + " " + field.getNumber() + " " + field.getName() + " " + type(field) + " "
                    + label(field));
        }
        message.getNestedTypes().forEach(nested -> add(lines, nested));
        message.getEnumTypes().forEach(nested -> add(lines, nested));
    }

    private static void add(List<String> lines, EnumDescriptor type) {
        for (EnumValueDescriptor value : type.getValues()) {
            lines.add(type.getFullName() + " " + value.getNumber() + " " + value.getName() + " value singular");
        }
    }

    private static String type(FieldDescriptor field) {
        FieldDescriptorProto proto = field.toProto();
        return proto.getTypeName().isEmpty()
                ? proto.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT)
                : proto.getTypeName().substring(1);
    }

    private static String label(FieldDescriptor field) {
        if (field.isRepeated()) {
            return "repeated";
        }
        return field.toProto().getProto3Optional() ? "optional" : "singular";
    }
}
