package dev.plumbline.webhook.http;

import dev.plumbline.webhook.door.Door;
import dev.plumbline.webhook.signature.Authenticator;
import dev.plumbline.webhook.signature.SharedSecrets;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** How the framework puts a {@link Reception} together, from a door, a journal and what senders sign with. */
@Factory
final class ReceptionBeans {

    @Singleton
    Authenticator authenticator(SharedSecrets secrets) {
        return new Authenticator(secrets, InstantSource.system());
    }

    @Singleton
    Reception reception(Authenticator authenticator, Door door, Journal journal) {
        return new Reception(authenticator, door, journal);
    }
}
