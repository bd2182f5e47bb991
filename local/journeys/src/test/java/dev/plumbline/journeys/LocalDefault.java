package dev.plumbline.journeys;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test class an organisation that no other class has meanwhile. One that a class has left is given to the
 * next, so there are as many as classes go on at once; all are closed after the last test.
 */
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
        Organizations all = context.getRoot()
                .getStore(OURS)
                .computeIfAbsent(Organizations.class, ignored -> new Organizations(), Organizations.class);
        return ofClass(context)
                .getStore(OURS)
                .computeIfAbsent(
                        Loan.class,
                        ignored -> new Loan(
                                all,
                                all.borrow(),
                                context.getRequiredTestClass().isAnnotationPresent(Spends.class)),
                        Loan.class)
                .journey();
    }

    /** The context of the test class, from its own or from one of its tests'. */
    private static ExtensionContext ofClass(ExtensionContext context) {
        ExtensionContext found = context;
        while (found.getTestMethod().isPresent()) {
            found = found.getParent().orElseThrow();
        }
        return found;
    }

    /** What a class has until its end. */
    private record Loan(Organizations from, Journey journey, boolean spent) implements AutoCloseable {
        @Override
        public void close() {
            if (!spent) {
                from.idle.add(journey);
            }
        }
    }

    /** A class that leaves its organisation as no other can use it. Such classes run last. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Spends {}

    /** By name, so that an order which shows a leak between classes is the same everywhere; what spends comes last. */
    static final class ByName implements ClassOrderer {
        @Override
        public void orderClasses(ClassOrdererContext context) {
            context.getClassDescriptors()
                    .sort(Comparator.<ClassDescriptor, Boolean>comparing(
                                    described -> described.isAnnotated(Spends.class))
                            .thenComparing(described -> described.getTestClass().getName()));
        }
    }

    /** All organisations of this JVM. */
    private static final class Organizations implements AutoCloseable {

        private final Queue<Journey> idle = new ConcurrentLinkedQueue<>();
        private final Queue<Journey> made = new ConcurrentLinkedQueue<>();
        private int folders;

        Journey borrow() {
            Journey left = idle.poll();
            if (left != null) {
                return left;
            }
            Journey journey = Journey.begin(folder(), STACK_SECONDS);
            made.add(journey);
            return journey;
        }

        private synchronized Path folder() {
            folders++;
            return Path.of("target", "journeys", Integer.toString(folders)).toAbsolutePath();
        }

        @Override
        public void close() {
            made.forEach(Journey::close);
        }
    }
}
