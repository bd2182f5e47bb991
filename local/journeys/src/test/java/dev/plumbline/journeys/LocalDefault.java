package dev.plumbline.journeys;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test the one organisation of this run, made when the first asks and closed after the last. */
final class LocalDefault implements ParameterResolver {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(LocalDefault.class);

    /** Enough for every stack to be caught in progress, and not more. */
    private static final double STACK_SECONDS = 0.3;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Journey.class;
    }

    @Override
    public Journey resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(OURS)
                .computeIfAbsent(
                        Journey.class,
                        ignored -> Journey.begin(Path.of("target", "journeys").toAbsolutePath(), STACK_SECONDS),
                        Journey.class);
    }
}
