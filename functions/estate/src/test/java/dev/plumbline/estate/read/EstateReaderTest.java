package dev.plumbline.estate.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.Problem;
import dev.plumbline.estate.Reading;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EstateReaderTest {

    static Stream<Cases.Wrong> wrong() {
        return Stream.of(Cases.wrongRoot(), Cases.wrongEnvironment(), Cases.wrongValues(), Cases.wrongReferences())
                .flatMap(List::stream);
    }

    static Stream<Cases.Right> right() {
        return Cases.right().stream();
    }

    @Test
    void read_fixture_isValid() {
        assertThat(Fixture.read(Fixture.files())).isInstanceOf(Reading.Valid.class);
    }

    @ParameterizedTest
    @MethodSource("right")
    void read_allowedChange_isValid(Cases.Right right) {
        Reading reading = Fixture.read(Fixture.with(right.file(), right.old(), right.changed()));

        assertThat(reading).as(reading.toString()).isInstanceOf(Reading.Valid.class);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void read_wrongChange_isReportedWithPlaceCodeAndHint(Cases.Wrong wrong) {
        Map<String, String> marked = Fixture.with(wrong.file(), wrong.old(), wrong.changed());
        String text = marked.getOrDefault(wrong.file(), "");
        int mark = text.indexOf('§');
        Map<String, String> files =
                Fixture.with(wrong.file(), wrong.old(), wrong.changed().replace("§", ""));

        Reading reading = Fixture.read(files);

        assertThat(reading).isInstanceOf(Reading.Refused.class);
        assertThat(((Reading.Refused) reading).problems()).anySatisfy(problem -> {
            assertThat(problem.code()).isEqualTo(wrong.code());
            assertThat(problem.message() + " (" + problem.hint() + ")").contains(wrong.says());
            if (mark >= 0) {
                assertThat(problem.file() + ":" + problem.line() + ":" + problem.column())
                        .isEqualTo(wrong.file() + ":" + place(text, mark));
            }
        });
    }

    @Test
    void read_severalMistakesInSeveralFiles_areAllReportedAtOnce() {
        Map<String, String> files = Fixture.with("plumbline.yaml", "concurrency: 5", "concurrency: 0");
        files.putAll(Map.of(
                "environments/dev.yaml",
                files.getOrDefault("environments/dev.yaml", "").replace("Days: 30", "Dais: 30"),
                "environments/prod.yaml",
                "environment: [",
                "blueprints/own.yaml",
                "Resources: {}"));

        Reading reading = Fixture.read(files);

        assertThat(((Reading.Refused) reading).problems())
                .extracting(Problem::file)
                .contains("plumbline.yaml", "environments/dev.yaml", "environments/prod.yaml", "blueprints/own.yaml");
    }

    @Test
    void toString_problem_isOneLineForEditors() {
        Reading reading = Fixture.read(Fixture.with("environments/dev.yaml", "Days: 30", "Dais: 30"));

        assertThat(((Reading.Refused) reading).problems())
                .extracting(Problem::toString)
                .contains("environments/dev.yaml:12:7: UNKNOWN_PARAMETER the blueprint app has no parameter Dais"
                        + " (did you mean Days?)");
    }

    @Test
    void read_mandatoryParameterMisspelt_isOneProblemThatNamesWhatWasMeant() {
        Reading reading =
                Fixture.read(Fixture.with("environments/dev.yaml", "CidrBlock: 10.1.0.0/16", "CidrBlok: 10.1.0.0/16"));

        assertThat(((Reading.Refused) reading).problems())
                .filteredOn(problem -> problem.toString().contains("Cidr"))
                .singleElement()
                .asString()
                .contains("UNKNOWN_PARAMETER", "did you mean CidrBlock?");
    }

    private static String place(String text, int mark) {
        String before = text.substring(0, mark);
        long line = before.chars().filter(character -> character == '\n').count() + 1;
        return line + ":" + (mark - before.lastIndexOf('\n'));
    }
}
