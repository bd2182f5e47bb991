/**
 * The JVM that hosts the Java functions of the local default, each as Lambda would run it.
 *
 * <p>Belongs here: loading a deployed zip, keeping handler instances, calling them with an event, a context and a
 * timeout, their logs, and the loopback HTTP server in front of it all. It knows nothing of what the functions do and
 * shares no class with them but the JDK's and those of aws-lambda-java-core.
 */
@NullMarked
package dev.plumbline.local.host;

import org.jspecify.annotations.NullMarked;
