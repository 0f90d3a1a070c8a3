package io.posestream.schemas;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this module must not touch: it holds no connection, no file and no runtime of another module. */
@AnalyzeClasses(packages = "io.posestream.schemas", importOptions = DoNotIncludeTests.class)
class WallsTest {
    private static final String WIRE = "io.posestream.schemas.wire..";

    @ArchTest
    static final ArchRule opensNoFileAndNoSocket = noClasses()
            .should(dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..")
                    .or(nameMatching("java\\.io\\.(File|RandomAccessFile).*"))));

    @ArchTest
    static final ArchRule makesNoKafkaClient = noClasses()
            .should(dependOnClassesThat(resideInAPackage("org.apache.kafka.clients..")
                    .and(nameMatching(".*\\.(Kafka\\w*|AdminClient|Consumer|Producer|\\w+Config)"))));

    @ArchTest
    static final ArchRule knowsNoRuntimeOfAnotherModule = noClasses()
            .should(dependOnClassesThat(resideInAnyPackage(
                    "io.vertx..",
                    "org.apache.kafka.streams..",
                    "ai.onnxruntime..",
                    "org.bytedeco..",
                    "com.fasterxml.jackson..",
                    "picocli..")));

    @ArchTest
    static final ArchRule keepsTheWireFormatInItsCodecs = noClasses()
            .that(resideInAPackage("io.posestream.schemas..")
                    .and(not(resideInAPackage(WIRE)))
                    .and(not(belongToAnyOf(
                            SkeletonFrameCodec.class,
                            ReleaseCodec.class,
                            RolloutCodec.class,
                            WorkerStatusCodec.class,
                            TrialCountsCodec.class))))
            .should(dependOnClassesThat(resideInAPackage(WIRE)));

    @ArchTest
    static final ArchRule namesSayWhatAClassIs =
            noClasses().should().haveNameMatching(".*[.$](Abstract\\w*|\\w*(Impl|Manager|Utils?|Helper))");
}
