package dev.plumbline.estate.blueprint;

/** The built-in set of blueprints in all its versions. Templates are read when they are first asked for. */
public final class Blueprints {

    private Blueprints() {}

    /** Returns the set that comes with this release, from the class path. */
    public static Blueprints builtIn() {
        return new Blueprints();
    }
}
