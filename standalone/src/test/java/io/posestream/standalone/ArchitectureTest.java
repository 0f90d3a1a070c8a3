package io.posestream.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@AnalyzeClasses(packages = "io.posestream.standalone", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule onlyEmbeddedKafkaKnowsTheBroker = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(EmbeddedKafka.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "kafka..",
                    "org.apache.kafka.metadata..",
                    "org.apache.kafka.server..",
                    "org.apache.kafka.storage..",
                    "org.apache.kafka.raft..",
                    "org.apache.kafka.controller..");

    @ArchTest
    static final ArchRule whatOtherModulesWrapIsLeftToThem = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx..",
                    "org.apache.kafka.streams..",
                    "ai.onnxruntime..",
                    "ai.djl..",
                    "org.bytedeco..",
                    "com.google.protobuf..");

    /** What picocli inspects of a command would load Kafka even for its help. */
    @ArchTest
    static final ArchRule commandsKnowNoKafkaClient = noClasses()
            .that()
            .areAnnotatedWith(Command.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule onlyPoseIsPublic = classes()
            .that()
            .doNotHaveFullyQualifiedName(Pose.class.getName())
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule commandsEndInCommand = classes()
            .that()
            .implement(Callable.class)
            .and()
            .doNotHaveFullyQualifiedName(Pose.class.getName())
            .should()
            .haveSimpleNameEndingWith("Command");
}
