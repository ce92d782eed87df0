package dev.kept.domain.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.fact.Fact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.DoubleEntry;
import java.lang.classfile.constantpool.FloatEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Floating point in the last rounding changes no published figure, so only the bytecode can show that there is none.
class NoFloatingPointTest {
    private static final Pattern OPCODE =
            Pattern.compile("[FD](ADD|SUB|MUL|DIV|REM|NEG|CMP|CONST|LOAD|STORE|ALOAD|ASTORE|RETURN|2).*|[IL]2[FD]");
    private static final Pattern DESCRIPTOR = Pattern.compile("^(L[^;]+;|[^L])*?[FD](L[^;]+;|[^L])*$");

    @Test
    void factsAndScoresAreWholeNumbersThroughout() {
        List<Path> classes = Stream.of(Fact.class, Score.class)
                .flatMap(type -> classesBeside(type).stream())
                .toList();
        assertThat(classes).hasSizeGreaterThan(40);
        assertThat(classes).allSatisfy(file -> assertThat(violations(file)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Field",
                "Parameter",
                "Local",
                "Division",
                "Call",
                "Literal",
                "FloatLiteral",
                "Boxed",
                "Lambda",
                "Array"
            })
    void findsEachPlantedViolation(String kind) {
        List<Path> planted = classesBeside(NoFloatingPointTest.class).stream()
                .filter(file -> file.getFileName().toString().equals("PlantedFloatingPoint$" + kind + ".class"))
                .toList();
        assertThat(planted).hasSize(1);
        assertThat(violations(planted.getFirst())).isNotEmpty();
    }

    private static List<String> violations(Path file) {
        ClassModel type;
        try {
            type = ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> found = new ArrayList<>();
        type.fields().forEach(field -> check(found, field.fieldType().stringValue()));
        for (MethodModel method : type.methods()) {
            check(found, method.methodType().stringValue());
            method.code().ifPresent(code -> {
                for (CodeElement element : code) {
                    if (element instanceof Instruction instruction
                            && OPCODE.matcher(instruction.opcode().name()).matches()) {
                        found.add(method.methodName() + ": " + instruction);
                    }
                }
            });
        }
        for (PoolEntry entry : type.constantPool()) {
            switch (entry) {
                case FloatEntry constant -> found.add(constant.toString());
                case DoubleEntry constant -> found.add(constant.toString());
                case NameAndTypeEntry of -> check(found, of.type().stringValue());
                case MethodTypeEntry of -> check(found, of.descriptor().stringValue());
                case ClassEntry of -> check(found, of.asInternalName());
                default -> {
                    // The other constants hold no numbers and name no types.
                }
            }
        }
        return found;
    }

    private static void check(List<String> found, String name) {
        boolean boxed = name.contains("java/lang/Double")
                || name.contains("java/lang/Float")
                || name.contains("java/util/function/Double")
                || name.contains("java/util/stream/Double");
        boolean descriptor = name.startsWith("(") || name.startsWith("[") || name.length() == 1 || name.endsWith(";");
        if (boxed || descriptor && DESCRIPTOR.matcher(name).matches()) {
            found.add(name);
        }
    }

    private static List<Path> classesBeside(Class<?> type) {
        try {
            Path root = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path folder = root.resolve(type.getPackageName().replace('.', '/'));
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(file -> file.toString().endsWith(".class")).toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
