package io.posestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, 127.0.0.1:8080, true,  true",
        "http://localhost:8080, LOCALHOST:8080, true,  true",
        "http://[::1]:8080,     [::1]:8080,     true,  true",
        ",                      127.0.0.1:8080, true,  true",
        "https://cams.example,  cams.example,   false, true",
        "http://attacker.example:8080, attacker.example:8080, true, false", // a name pointed at 127.0.0.1
        "http://attacker.example,      127.0.0.1:8080,        true, false",
        "http://127.0.0.1:9999, 127.0.0.1:8080, true,  false",
        "http://127.0.0.1:8080.attacker.example, 127.0.0.1:8080, true, false",
        "null,                  127.0.0.1:8080, true,  false", // a sandboxed frame or a file
        "http://127.0.0.1:8080, ,               true,  false",
        "no origin,             127.0.0.1:8080, true,  false"
    })
    void letsNoOtherSiteIn(String origin, String host, boolean onLoopback, boolean allowed) {
        assertThat(Origins.allows(origin, host, onLoopback)).isEqualTo(allowed);
    }
}
