package io.posestream.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A service's settings: the {@code POSE_…} environment variables. Each read answers with a usable value and keeps what
 * was wrong; {@link #check} then names all of it at once. One thread.
 */
public final class Environment {
    private static final String KAFKA_PREFIX = "POSE_KAFKA_";

    /** Addresses, not names: {@code 127.example.org} may be anywhere. */
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

    private final Map<String, String> variables;
    private final List<String> errors = new ArrayList<>();

    public Environment(Map<String, String> variables) {
        this.variables = new TreeMap<>(variables);
    }

    public String text(String name, String otherwise) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(text(name, null));
    }

    /** A variable that has no default. */
    public String required(String name, String whatItIs) {
        return text(name).orElseGet(() -> {
            errors.add(name + " is not set; it names " + whatItIs);
            return "";
        });
    }

    /**
     * What {@code parser} makes of the text.
     *
     * @param parser throws IllegalArgumentException with what is wrong; it is named with the variable
     */
    public <T> T parsed(String name, T otherwise, Function<String, T> parser) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return parser.apply(text.get());
        } catch (IllegalArgumentException e) {
            errors.add(name + "=" + text.get() + ": " + e.getMessage());
            return otherwise;
        }
    }

    public int number(String name, int otherwise, int min, int max) {
        return (int) longNumber(name, otherwise, min, max);
    }

    public long longNumber(String name, long otherwise, long min, long max) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // named below with the range
        }
        errors.add(name + "=" + text.get() + ": a whole number from " + min + " to " + max + " is needed");
        return otherwise;
    }

    public double decimal(String name, double otherwise, double min, double max) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // named below with the range
        }
        errors.add(name + "=" + text.get() + ": a number from " + min + " to " + max + " is needed");
        return otherwise;
    }

    /** A duration in milliseconds; the variable's name ends in {@code _MS}. */
    public Duration millis(String name, Duration otherwise, Duration min, Duration max) {
        return Duration.ofMillis(longNumber(name, otherwise.toMillis(), min.toMillis(), max.toMillis()));
    }

    public <E extends Enum<E>> E choice(String name, E otherwise, Class<E> type) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        for (E choice : type.getEnumConstants()) {
            if (choice.name().equalsIgnoreCase(text.get())) {
                return choice;
            }
        }
        List<String> names = new ArrayList<>();
        for (E choice : type.getEnumConstants()) {
            names.add(choice.name().toLowerCase(Locale.ROOT));
        }
        errors.add(name + "=" + text.get() + ": one of " + String.join(", ", names) + " is needed");
        return otherwise;
    }

    /** {@code 1} or {@code true}, {@code 0} or {@code false}. */
    public boolean flag(String name) {
        String text = text(name, "0");
        if (text.equals("1") || text.equalsIgnoreCase("true")) {
            return true;
        }
        if (!text.equals("0") && !text.equalsIgnoreCase("false")) {
            errors.add(name + "=" + text + ": 1 or 0 is needed");
        }
        return false;
    }

    /**
     * An address to listen on. Nothing here authenticates anybody, so only the loopback is taken unless
     * {@code POSE_ALLOW_UNAUTHENTICATED=1}.
     */
    public String listenHost(String name) {
        String host = text(name, "127.0.0.1");
        boolean loopback = host.equals("localhost")
                || host.equals("::1")
                || LOOPBACK.matcher(host).matches();
        if (!flag("POSE_ALLOW_UNAUTHENTICATED") && !loopback) {
            errors.add(name + "=" + host + ": anybody who reaches that address could use the service; set "
                    + "POSE_ALLOW_UNAUTHENTICATED=1 to allow it");
        }
        return host;
    }

    /** Every {@code POSE_KAFKA_X_Y} as Kafka property {@code x.y}; the broker is 127.0.0.1:9092 unless named. */
    public Properties kafka() {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", "127.0.0.1:9092");
        variables.forEach((name, value) -> {
            if (name.startsWith(KAFKA_PREFIX) && name.length() > KAFKA_PREFIX.length()) {
                String property = name.substring(KAFKA_PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                properties.setProperty(property, value);
            }
        });
        return properties;
    }

    /** @throws ConfigurationException naming every variable that was wrong, if any was */
    public void check() {
        if (!errors.isEmpty()) {
            throw new ConfigurationException(String.join("; ", errors));
        }
    }
}
