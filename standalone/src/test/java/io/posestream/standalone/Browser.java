package io.posestream.standalone;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium without a window, that of the machine: nothing is downloaded for it. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Pattern OWN_PAGES = Pattern.compile("chrome[a-z-]*:|data:");
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Warns that it has no typed classes for this Chromium's debug protocol; we use none. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the test where there is no Chromium. */
    static void require() {
        assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "there is no " + CHROMIUM + " with " + DRIVER
                        + ": the live page is not tested (Debian: apt-get install chromium chromium-driver)");
    }

    /** @param profile an empty folder */
    static Browser start(Path profile) {
        require();
        SELENIUM.setLevel(Level.SEVERE);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,900",
                "--user-data-dir=" + profile);
        // With both paths named, Selenium's own manager has nothing to find, and SE_OFFLINE keeps it from trying.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .withEnvironment(Map.of("SE_OFFLINE", "true"))
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    /** @param early runs in the page before its own scripts */
    void open(String url, String early) {
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", early));
        driver.get(url);
    }

    void open(String url) {
        driver.get(url);
    }

    /** What the script returns. */
    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    String text(String selector) {
        return (String) run("return document.querySelector(arguments[0])?.innerText ?? ''", selector);
    }

    /** What the console says, since it was last asked. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::toString)
                .toList();
    }

    /** Where the page has turned to, by host and port, since it was last asked. */
    List<String> servers() {
        List<String> servers = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode message = json(entry.getMessage()).get("message");
            JsonNode url = switch (message.get("method").textValue()) {
                case "Network.requestWillBeSent" -> message.at("/params/request/url");
                case "Network.webSocketCreated" -> message.at("/params/url");
                default -> null;
            };
            // Before it opens a page, the browser shows its own.
            if (url != null && !OWN_PAGES.matcher(url.textValue()).lookingAt()) {
                String authority = URI.create(url.textValue()).getAuthority();
                servers.add(authority == null ? url.textValue() : authority);
            }
        }
        return servers;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
