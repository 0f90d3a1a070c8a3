package io.posestream.standalone;

import io.posestream.schemas.ReleaseId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code pose/3} on the command line. */
final class ReleaseIdConverter implements ITypeConverter<ReleaseId> {
    @Override
    public ReleaseId convert(String text) {
        try {
            return ReleaseId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
