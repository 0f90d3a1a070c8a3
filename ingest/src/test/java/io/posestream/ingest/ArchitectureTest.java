package io.posestream.ingest;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses INGEST = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.posestream.ingest");

    @Test
    void keepsItsWalls() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.kafka.streams..", "ai.onnxruntime..", "ai.djl.."))
                .check(INGEST);
    }

    @Test
    void seesNoOtherModuleThanSchemas() {
        DescribedPredicate<JavaClass> others = resideInAPackage("io.posestream..")
                .and(DescribedPredicate.not(resideInAnyPackage("io.posestream.ingest..", "io.posestream.schemas")))
                .as("another module's");
        noClasses().should().dependOnClassesThat(others).check(INGEST);
    }

    @Test
    void showsOnlyWhatTheCommandLineNeeds() {
        assertThat(INGEST.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(JavaClass::isTopLevelClass)
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "CameraFailedException",
                        "CameraResult",
                        "CameraSource",
                        "CameraUrl",
                        "Clip",
                        "FileUrl",
                        "Ingest",
                        "IngestConfig",
                        "IngestProgress",
                        "IngestStartException",
                        "SyntheticSource",
                        "SyntheticUrl");
    }
}
