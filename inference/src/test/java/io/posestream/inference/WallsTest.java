package io.posestream.inference;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may touch what; and what other modules see of this one. */
@AnalyzeClasses(packages = "io.posestream.inference", importOptions = DoNotIncludeTests.class)
class WallsTest {
    private static final String WORKER = "io.posestream.inference";
    private static final String MODEL = "io.posestream.inference.model";
    private static final String REGISTRY = "io.posestream.inference.registry";
    private static final String ROLLOUT = "io.posestream.inference.rollout";
    private static final String ONNX = "io.posestream.inference.model.onnx..";

    @ArchTest
    static final ArchRule onlyOnnxModelKnowsOnnxRuntime = noClasses()
            .that(not(nameMatching("io\\.posestream\\.inference\\.model\\.OnnxModel(\\$.*)?")))
            .should(dependOnClassesThat(resideInAPackage("ai.onnxruntime..")));

    @ArchTest
    static final ArchRule onlyTheModelPackageKnowsOpenCv = noClasses()
            .that(not(resideInAPackage(MODEL)))
            .should(dependOnClassesThat(resideInAPackage("org.bytedeco..")));

    @ArchTest
    static final ArchRule onlyTheModelPackageKnowsTheOnnxFormat = noClasses()
            .that(not(resideInAnyPackage(MODEL, ONNX)))
            .should(dependOnClassesThat(resideInAnyPackage(ONNX, "com.google.protobuf..")));

    @ArchTest
    static final ArchRule theModelPackageKnowsNoKafka = noClasses()
            .that(resideInAPackage(MODEL + ".."))
            .should(dependOnClassesThat(resideInAPackage("org.apache.kafka..")));

    @ArchTest
    static final ArchRule theModelPackageKnowsNoWorker = noClasses()
            .that(resideInAPackage(MODEL + ".."))
            .should(dependOnClassesThat(resideInAnyPackage(WORKER, REGISTRY)));

    @ArchTest
    static final ArchRule theRegistryKnowsNoWorker = noClasses()
            .that(resideInAPackage(REGISTRY))
            .should(dependOnClassesThat(resideInAnyPackage(WORKER, "org.apache.kafka.streams..")));

    @ArchTest
    static final ArchRule theJudgeKnowsNoWorker = noClasses()
            .that(resideInAPackage(ROLLOUT))
            .should(dependOnClassesThat(resideInAnyPackage(WORKER, "org.apache.kafka.streams..")));

    @ArchTest
    static final ArchRule ofOurModulesOnlySchemasIsUsed = noClasses()
            .should(dependOnClassesThat(resideInAPackage("io.posestream..")
                    .and(not(resideInAnyPackage(WORKER + "..", "io.posestream.schemas")))));

    @ArchTest
    static final ArchRule knowsNoRuntimeOfAnotherModule =
            noClasses().should(dependOnClassesThat(resideInAnyPackage("io.vertx..", "ai.djl..", "picocli..")));

    @ArchTest
    static final ArchRule namesSayWhatAClassIs =
            noClasses().should().haveNameMatching(".*[.$](Abstract\\w*|\\w*(Impl|Manager|Utils?|Helper))");

    @ArchTest
    static void otherModulesSeeNoMoreOfTheWorker(JavaClasses classes) {
        assertPublic(classes, WORKER, "InferenceConfig", "Worker", "WorkerProgress");
    }

    @ArchTest
    static void otherModulesSeeNoMoreOfTheModels(JavaClasses classes) {
        assertPublic(
                classes,
                MODEL,
                "Crop",
                "DescribedModel",
                "Detection",
                "Detector",
                "Device",
                "FlipTest",
                "FreedMemory",
                "GoldenSampleException",
                "Image",
                "JpegDecoder",
                "Letterbox",
                "ModelException",
                "ModelFolder",
                "ModelLoading",
                "NotSelfContainedException",
                "Overlay",
                "Pace",
                "PoseEstimator",
                "PoseNetwork",
                "PoseOutput",
                "Preset",
                "ShiftedModel",
                "UndecodableImageException",
                "WarmUpException");
    }

    @ArchTest
    static void otherModulesSeeNoMoreOfTheRegistry(JavaClasses classes) {
        assertPublic(
                classes,
                REGISTRY,
                "Checked",
                "KeyFileException",
                "LayoutRule",
                "ModelPublisher",
                "ModelRegistry",
                "Publication",
                "Published",
                "Pruned",
                "RefusalReason",
                "RegistryException",
                "ReleasedModel",
                "Releases",
                "RevokedReleases",
                "RolloutWriter",
                "SigningKey",
                "TakenOverException",
                "Trust",
                "TrustedKeys");
    }

    @ArchTest
    static void otherModulesSeeNoMoreOfTheRollouts(JavaClasses classes) {
        assertPublic(classes, ROLLOUT, "Judgement", "Judging", "TrialObserver", "TrialTally");
    }

    private static void assertPublic(JavaClasses classes, String packageName, String... names) {
        assertThat(classes.stream()
                        .filter(type -> type.getPackageName().equals(packageName))
                        .filter(type ->
                                type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(names);
    }
}
