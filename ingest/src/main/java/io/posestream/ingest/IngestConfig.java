package io.posestream.ingest;

import io.posestream.schemas.ConfigurationException;
import io.posestream.schemas.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Ingest's settings.
 *
 * @param host address of both ports
 * @param port of the frames, 0 for any free one
 * @param opsPort of health and metrics, 0 for any free one
 * @param maxAge how old a live frame may be when its skeleton is emitted
 * @param cameras to pull
 * @param archive pulled cameras are recordings: nothing expires and nothing is dropped, paced by the workers
 * @param kafka properties of every Kafka client
 */
public record IngestConfig(
        String host,
        int port,
        int opsPort,
        Duration maxAge,
        int maxInFlightPerCamera,
        int maxInFlight,
        List<CameraSource> cameras,
        boolean archive,
        Map<String, String> kafka) {
    public static final String HOST = "POSE_INGEST_HOST";
    public static final String PORT = "POSE_INGEST_PORT";
    public static final String OPS_PORT = "POSE_INGEST_OPS_PORT";
    public static final String MAX_AGE = "POSE_MAX_AGE_MS";
    public static final Duration LONGEST_MAX_AGE = Duration.ofHours(1);
    public static final String MAX_IN_FLIGHT_PER_CAMERA = "POSE_MAX_IN_FLIGHT_PER_CAMERA";
    public static final String MAX_IN_FLIGHT = "POSE_MAX_IN_FLIGHT";
    /** {@code NAME=URL}, separated by spaces or commas. */
    public static final String CAMERAS = "POSE_CAMERAS";

    public static final String ARCHIVE = "POSE_ARCHIVE";

    /** Each frame in flight may hold 2 MiB. */
    private static final int MOST_IN_FLIGHT = 4096;

    private static final Pattern SEPARATOR = Pattern.compile("[\\s,]+");

    public IngestConfig {
        cameras = List.copyOf(cameras);
        kafka = Map.copyOf(kafka);
        Set<Object> names = new HashSet<>();
        for (CameraSource source : cameras) {
            if (!names.add(source.camera())) {
                throw new ConfigurationException(CAMERAS + ": camera " + source.camera() + " is named twice");
            }
        }
        if (maxInFlightPerCamera > maxInFlight) {
            throw new ConfigurationException(MAX_IN_FLIGHT_PER_CAMERA + "=" + maxInFlightPerCamera + ": at most "
                    + MAX_IN_FLIGHT + " is needed, which is " + maxInFlight);
        }
    }

    /** @throws ConfigurationException naming every variable that is wrong */
    public static IngestConfig from(Environment environment) {
        String host = environment.listenHost(HOST);
        int port = environment.number(PORT, 8080, 0, 65535);
        int opsPort = environment.number(OPS_PORT, 8081, 0, 65535);
        Duration maxAge = environment.millis(MAX_AGE, Duration.ofMillis(500), Duration.ofMillis(1), LONGEST_MAX_AGE);
        int perCamera = environment.number(MAX_IN_FLIGHT_PER_CAMERA, 4, 1, MOST_IN_FLIGHT);
        int inAll = environment.number(MAX_IN_FLIGHT, 128, 1, MOST_IN_FLIGHT);
        boolean archive = environment.flag(ARCHIVE);
        List<String> errors = new ArrayList<>();
        List<CameraSource> cameras = cameras(environment.text(CAMERAS, ""), errors);
        try {
            environment.check();
        } catch (ConfigurationException e) {
            errors.add(0, e.getMessage());
        }
        if (!errors.isEmpty()) {
            throw new ConfigurationException(String.join("; ", errors));
        }
        return new IngestConfig(
                host, port, opsPort, maxAge, perCamera, inAll, cameras, archive, strings(environment.kafka()));
    }

    private static List<CameraSource> cameras(String text, List<String> errors) {
        List<CameraSource> cameras = new ArrayList<>();
        SEPARATOR.splitAsStream(text).filter(part -> !part.isEmpty()).forEach(part -> {
            try {
                cameras.add(CameraSource.parse(part));
            } catch (IllegalArgumentException e) {
                errors.add(CAMERAS + "=" + part + ": " + e.getMessage());
            }
        });
        return cameras;
    }

    private static Map<String, String> strings(Properties properties) {
        Map<String, String> strings = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> strings.put(name, properties.getProperty(name)));
        return strings;
    }

    /** For the log: of Kafka's properties, which may be secrets, only the names. */
    @Override
    public String toString() {
        return "host=" + host + " port=" + port + " opsPort=" + opsPort + " maxAgeMillis=" + maxAge.toMillis()
                + " maxInFlightPerCamera=" + maxInFlightPerCamera + " maxInFlight=" + maxInFlight + " cameras="
                + cameras
                + " archive=" + archive + " brokers=" + kafka.getOrDefault("bootstrap.servers", "") + " kafka="
                + new TreeMap<>(kafka).keySet();
    }
}
