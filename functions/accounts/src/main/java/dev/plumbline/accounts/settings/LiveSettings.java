package dev.plumbline.accounts.settings;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.ec2.SecurityGroup;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.estate.Setting;
import dev.plumbline.estate.Settings;
import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Stalled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The settings of one account and region as they are. Each method may be repeated. What AWS answers as an error is
 * raised as a {@link Failure} that says what happens next.
 */
public final class LiveSettings {

    private final Ec2 ec2;
    private final AccountSettings account;

    private LiveSettings(Ec2 ec2, AccountSettings account) {
        this.ec2 = requireNonNull(ec2, "ec2 is null");
        this.account = requireNonNull(account, "account is null");
    }

    /** Returns the settings of where a session works: the verify role reads, the provision role may apply, too. */
    public static LiveSettings in(Session session) {
        return new LiveSettings(Ec2.in(session), new AccountSettings(session));
    }

    /** Compares each declared setting with the live one. */
    public List<SettingState> compare(Settings declared) {
        return declared.all().stream().map(this::compare).toList();
    }

    /** Compares a declared setting with the live one. */
    public SettingState compare(Setting declared) {
        return switch (declared) {
            case Setting.EbsEncryptionByDefault wanted -> state(wanted, Boolean.toString(ec2.ebsEncryptionByDefault()));
            case Setting.DefaultSecurityGroupClosed closed -> groups(closed, open());
            case Setting.StrictPasswordPolicy wanted -> state(wanted, account.passwordPolicy());
            case Setting.S3PublicAccessBlock wanted -> state(wanted, account.publicAccessBlock());
            case Setting.GuardDutyEnabled wanted -> state(wanted, account.guardDuty());
            case Setting.GuardDutyMembers wanted -> state(wanted, account.guardDutyMembers());
        };
    }

    /**
     * Makes each setting what it is declared to be, changing nothing that is so already, and returns how they stand
     * then. One that needs a person first does not keep the others from being applied.
     *
     * @throws Stalled if a setting needs a person, with what is to be done about each that does
     */
    public List<SettingState> apply(Settings declared) {
        List<SettingState> states = new ArrayList<>();
        List<Stalled> stalled = new ArrayList<>();
        for (Setting setting : declared.all()) {
            try {
                states.add(apply(setting));
            } catch (Stalled failure) {
                stalled.add(failure);
            }
        }
        if (!stalled.isEmpty()) {
            throw new Stalled(
                    stalled.stream().map(Stalled::getMessage).collect(Collectors.joining(" ")), stalled.getFirst());
        }
        return List.copyOf(states);
    }

    /**
     * Makes a setting what it is declared to be, changing nothing that is so already, and returns how it stands then.
     */
    public SettingState apply(Setting declared) {
        SettingState before = compare(declared);
        if (before.matches()) {
            return before;
        }
        switch (declared) {
            case Setting.EbsEncryptionByDefault wanted -> ec2.setEbsEncryptionByDefault(wanted.enabled());
            case Setting.DefaultSecurityGroupClosed _ -> open().forEach(ec2::close);
            case Setting.StrictPasswordPolicy _ -> account.askForStrictPasswords();
            case Setting.S3PublicAccessBlock _ -> account.blockPublicAccess();
            case Setting.GuardDutyEnabled _ -> account.switchGuardDutyOn();
            case Setting.GuardDutyMembers _ -> account.switchGuardDutyOnForAll();
        }
        return compare(declared);
    }

    private List<SecurityGroup> open() {
        return ec2.defaultSecurityGroups().stream()
                .filter(group -> !group.closed())
                .toList();
    }

    private static SettingState state(Setting declared, String seen) {
        return new SettingState(declared.key(), declared.value(), seen, seen.equals(declared.value()));
    }

    private static SettingState groups(Setting declared, List<SecurityGroup> open) {
        String seen = open.isEmpty()
                ? declared.value()
                : open.stream()
                        .map(group -> group.id() + " of " + group.vpcId() + " is open")
                        .collect(Collectors.joining("; "));
        return new SettingState(declared.key(), declared.value(), seen, open.isEmpty());
    }
}
