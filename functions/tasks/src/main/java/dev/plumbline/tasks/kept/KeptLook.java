package dev.plumbline.tasks.kept;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Kept;
import dev.plumbline.accounts.ledger.Targets;
import dev.plumbline.accounts.resources.LiveResource;
import dev.plumbline.accounts.resources.Resources;
import dev.plumbline.accounts.secrets.SecretStates;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks whether what was kept is there still, and forgets what is gone: somebody has deleted it, and its name is free.
 * Where nobody may look, or nothing can be read, the ledger's word stands.
 */
public final class KeptLook {

    private static final String SECRET = "AWS::SecretsManager::Secret";

    /**
     * AWS makes their identifier, and CloudFormation lists just that as the physical id: what {@code Ref} returns of
     * them is the primary identifier of their schema. Of others that is not said, and one that is not found under
     * another id is not gone.
     */
    private static final Set<String> LISTED_BY_IDENTIFIER = Set.of(
            "AWS::Cognito::UserPool",
            "AWS::EC2::Volume",
            "AWS::EFS::FileSystem",
            "AWS::IAM::ManagedPolicy",
            "AWS::KMS::Key",
            "AWS::Route53::HostedZone",
            "AWS::SNS::Topic",
            "AWS::SQS::Queue",
            "AWS::StepFunctions::StateMachine");

    private final Consumer<Kept> forget;
    private final Session session;

    /**
     * Creates it for where a session works.
     *
     * @param session of a role that may read
     */
    public KeptLook(Targets targets, Session session) {
        this(requireNonNull(targets, "targets is null")::forget, session);
    }

    private KeptLook(Consumer<Kept> forget, Session session) {
        this.forget = forget;
        this.session = requireNonNull(session, "session is null");
    }

    /**
     * Returns a look for whoever may not write to the ledger, which forgets nothing.
     *
     * @param session of a role that may read
     */
    public static KeptLook only(Session session) {
        return new KeptLook(_ -> {}, session);
    }

    /** Returns what is there still, snapshots included, which are not looked for. */
    public List<Kept> stillThere(Collection<Kept> kept) {
        List<Kept> still = new ArrayList<>();
        for (Kept one : kept) {
            if (one.whole() && isGone(one)) {
                forget.accept(one);
            } else {
                still.add(one);
            }
        }
        return still;
    }

    private boolean isGone(Kept kept) {
        try {
            if (kept.type().equals(SECRET)) {
                // Cloud Control would read a secret's value with it, which nobody here may.
                return !SecretStates.in(session).hasName(kept.physicalId());
            }
            return isKnownByPhysicalId(kept)
                    && Resources.in(session).read(kept.type(), kept.physicalId()) instanceof LiveResource.NotFound;
        } catch (Failure unseen) {
            return false;
        }
    }

    private static boolean isKnownByPhysicalId(Kept kept) {
        return kept.name().equals(kept.physicalId()) || LISTED_BY_IDENTIFIER.contains(kept.type());
    }
}
