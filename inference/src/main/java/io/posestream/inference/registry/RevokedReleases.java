package io.posestream.inference.registry;

import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Releases that are not served any more, whoever signed them: by name, or by their file's digest under whatever name.
 */
public record RevokedReleases(Set<ReleaseId> releases, Set<String> digests) {
    public static final RevokedReleases NONE = new RevokedReleases(Set.of(), Set.of());

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public RevokedReleases {
        releases = Set.copyOf(releases);
        digests = Set.copyOf(digests);
    }

    /**
     * A line for each, {@code slot/version} or a SHA-256; what follows a {@code #} is for people.
     *
     * @throws KeyFileException naming the line that is neither
     */
    public static RevokedReleases read(Path file) {
        Set<ReleaseId> releases = new HashSet<>();
        Set<String> digests = new HashSet<>();
        int number = 0;
        for (String line : KeyFiles.read(file).lines().toList()) {
            number++;
            String entry = line.replaceFirst("#.*", "").strip().toLowerCase(Locale.ROOT);
            if (SHA256.matcher(entry).matches()) {
                digests.add(entry);
            } else if (!entry.isEmpty()) {
                releases.add(release(file, number, entry));
            }
        }
        return new RevokedReleases(releases, digests);
    }

    private static ReleaseId release(Path file, int line, String entry) {
        try {
            return ReleaseId.parse(entry);
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file + ", line " + line + ": " + e.getMessage() + ", or is a SHA-256", e);
        }
    }

    boolean names(ModelRelease release) {
        return releases.contains(release.id()) || digests.contains(release.sha256());
    }

    int size() {
        return releases.size() + digests.size();
    }
}
