package io.posestream.inference;

import io.posestream.schemas.Topics;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;

/** What a worker hears of a real broker. */
public final class BrokerPositions {
    private BrokerPositions() {}

    /** Where a partition of {@code frames} starts. */
    public static OptionalLong earliest(Properties client, int partition) {
        try (Admin admin = Admin.create(client)) {
            return new KafkaSourcePositions(admin, "nobody", Topics.FRAMES).earliest(partition);
        }
    }
}
