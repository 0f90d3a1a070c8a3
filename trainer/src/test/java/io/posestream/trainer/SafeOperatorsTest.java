package io.posestream.trainer;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.nn.Activation;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * No operator whose gradient a garbage collection may spoil. DJL gives a number to PyTorch in memory of Java's; what needs
 * it again for a gradient reads it after it may have been freed. A product with an array that is full of the number does the
 * same safely. Sums, differences and clips do not need the number again.
 */
@AnalyzeClasses(packages = "io.posestream.trainer", importOptions = DoNotIncludeTests.class)
class SafeOperatorsTest {
    private static final Set<String> OPERATORS = Set.of("mul", "div", "pow", "mod", "percentile", "maximum", "minimum");
    private static final Set<String> IN_PLACE = Set.of("muli", "divi", "powi", "modi");
    private static final Set<String> ACTIVATIONS = Set.of("relu", "sigmoid", "tanh");

    @ArchTest
    static final ArchRule noNumberIsAFactor = noClasses()
            .should()
            .callMethodWhere(describe("give a number to a product or a bound", call -> isScalar(call, OPERATORS)));

    /** Elsewhere a gradient or an average may be scaled in place: nothing is recorded there. */
    @ArchTest
    static final ArchRule noNumberIsAFactorInPlaceInTheNet = noClasses()
            .that(resideInAPackage("io.posestream.trainer.net"))
            .should()
            .callMethodWhere(describe("give a number to a product in place", call -> isScalar(call, IN_PLACE)));

    @ArchTest
    static final ArchRule onlyActivationsWithoutNumbers = noClasses().should().callMethodWhere(activation());

    @ArchTest
    static final ArchRule noLossOfTheLibrarys =
            noClasses().should(dependOnClassesThat(resideInAPackage("ai.djl.training.loss..")));

    @Test
    void findsWhatItForbids() {
        assertThat(noNumberIsAFactor
                        .evaluate(new ClassFileImporter().importClasses(Unsafe.class))
                        .getFailureReport()
                        .getDetails())
                .hasSize(3);
        assertThat(onlyActivationsWithoutNumbers
                        .evaluate(new ClassFileImporter().importClasses(Unsafe.class))
                        .hasViolation())
                .isTrue();
    }

    private static boolean isScalar(JavaMethodCall call, Set<String> names) {
        boolean ofArrays = call.getTargetOwner().isAssignableTo(NDArray.class)
                || call.getTargetOwner().isAssignableTo(NDArrays.class);
        return ofArrays
                && names.contains(call.getName())
                && call.getTarget().getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Number.class));
    }

    private static DescribedPredicate<JavaMethodCall> activation() {
        return describe(
                "call an activation that is not known to be safe",
                call -> call.getTargetOwner().isEquivalentTo(Activation.class)
                        && !ACTIVATIONS.contains(call.getName()));
    }

    /** What nobody may write. */
    private static final class Unsafe {
        @SuppressWarnings("unused")
        static NDArray of(NDArray x) {
            return Activation.swish(x.mul(3f).pow(2).maximum(0f), 1);
        }
    }
}
