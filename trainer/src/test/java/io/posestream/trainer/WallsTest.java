package io.posestream.trainer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may touch what; and what other modules see of this one. */
@AnalyzeClasses(packages = "io.posestream.trainer", importOptions = DoNotIncludeTests.class)
class WallsTest {
    private static final String TRAINER = "io.posestream.trainer";
    private static final String ONNX = "io.posestream.inference.model.onnx";

    @ArchTest
    static final ArchRule onlyTrainingAndTheNetKnowTheEngine = noClasses()
            .that(not(resideInAnyPackage(TRAINER, TRAINER + ".net")))
            .should(dependOnClassesThat(resideInAPackage("ai.djl..")));

    @ArchTest
    static final ArchRule onlyDataReadsMatlabsFiles = noClasses()
            .that(not(resideInAPackage(TRAINER + ".data")))
            .should(dependOnClassesThat(resideInAPackage("us.hebi..")));

    @ArchTest
    static final ArchRule ofOurModulesOnlySchemasAndTheModelsAreUsed = noClasses()
            .should(dependOnClassesThat(resideInAPackage("io.posestream..")
                    .and(not(resideInAnyPackage(
                            TRAINER + "..", "io.posestream.schemas", "io.posestream.inference.model", ONNX)))));

    @ArchTest
    static final ArchRule onlyTheNetAndItsFilesKnowTheOnnxFormat = noClasses()
            .that(not(resideInAnyPackage(TRAINER + ".net", TRAINER + ".onnx")))
            .should(dependOnClassesThat(resideInAnyPackage(ONNX, "com.google.protobuf..")));

    @ArchTest
    static final ArchRule knowsNoRuntimeOfAnotherModule = noClasses()
            .should(dependOnClassesThat(
                    resideInAnyPackage("io.vertx..", "org.apache.kafka..", "ai.onnxruntime..", "picocli..")));

    @ArchTest
    static final ArchRule namesSayWhatAClassIs =
            noClasses().should().haveNameMatching(".*[.$](Abstract\\w*|\\w*(Impl|Manager|Utils?|Helper))");
}
