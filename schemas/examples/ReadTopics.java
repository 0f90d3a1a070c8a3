import io.posestream.schemas.FrameCodec;
import io.posestream.schemas.Person;
import io.posestream.schemas.SkeletonFrame;
import io.posestream.schemas.SkeletonFrameCodec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Prints what comes in on both topics, one line a record: {@code java -cp … ReadTopics.java [BROKER]}. */
final class ReadTopics {
    public static void main(String[] args) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                args.length > 0 ? args[0] : "127.0.0.1:9092",
                "group.id",
                "example-" + ProcessHandle.current().pid());
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("frames", "skeletons"));
            while (true) {
                consumer.poll(Duration.ofSeconds(1)).forEach(ReadTopics::print);
            }
        }
    }

    private static void print(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals("frames")) {
            var frame = FrameCodec.read(record.key(), record.headers(), record.timestamp(), record.value())
                    .frame();
            System.out.printf("%s frame of %d bytes%n", frame.id(), frame.jpeg().length);
            return;
        }
        SkeletonFrame frame = SkeletonFrameCodec.decode(record.value());
        System.out.printf(
                "%s %s %d ms old, %d persons%n",
                frame.id(),
                frame.fate(),
                (frame.hops().emittedMicros() - frame.hops().receivedMicros()) / 1000,
                frame.persons().size());
        for (Person person : frame.persons()) {
            System.out.printf("   score %.2f, box %s%n", person.score(), Arrays.toString(person.box()));
        }
    }
}
