package io.posestream.standalone;

import io.posestream.schemas.TopicAdmin;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;

/** A {@link TopicAdmin} with the client it needs, for one command. */
final class KafkaTopics implements AutoCloseable {
    private final Admin admin;

    KafkaTopics(Properties client) {
        this.admin = Admin.create(client);
    }

    TopicAdmin admin() {
        return new TopicAdmin(admin);
    }

    @Override
    public void close() {
        admin.close();
    }
}
