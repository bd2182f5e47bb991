package dev.plumbline.tasks.plan;

import static dev.plumbline.accounts.changes.ChangesForTests.added;
import static dev.plumbline.accounts.changes.ChangesForTests.modified;
import static dev.plumbline.accounts.changes.ChangesForTests.removed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.FindingRule;
import dev.plumbline.estate.SourceTree;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.patching.PatchPolicy;
import dev.plumbline.estate.patching.Patching;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.estate.read.EstateReader;
import dev.plumbline.estate.source.Lineage;
import dev.plumbline.failure.Invalid;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.cost.Costs;
import dev.plumbline.tasks.directory.Directories;
import dev.plumbline.tasks.patch.DeclaredVersions;
import dev.plumbline.tasks.rules.Commits;
import dev.plumbline.tasks.rules.Decision;
import dev.plumbline.tasks.rules.DeployedRules;
import dev.plumbline.tasks.schedule.Starts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Attacks of the threat model: a push judges itself. Each commit here is planned as a run plans it, and what it would
 * do is judged by what its run reads of that plan.
 */
class JudgedByWhatIsDeployedTest {

    private static final String EXECUTIONS = "arn:aws:states:eu-west-1:555555555555:execution:plumbline-reconcile:";
    private static final TargetKey PROD = new TargetKey("333333333333", "eu-west-1");
    private static final List<Change> REMOVAL = List.of(removed("Orders", "AWS::DynamoDB::Table"));
    private static final List<Change> TOUCH =
            List.of(modified("Orders", "AWS::DynamoDB::Table", Change.Replacement.FALSE));

    private static final String ROOT = """
            organization: acme
            blueprints: "1.0.0"
            waves: [[prod]]
            defaults: { regions: [eu-west-1] }
            """;
    private static final String DATA = """
            Metadata: { Plumbline: { Stateful: [Orders] } }
            Resources:
              Orders: { Type: AWS::DynamoDB::Table, DeletionPolicy: Retain }
              Topic: { Type: AWS::SNS::Topic }
            """;

    private static final String WINDOW = "windows: [{ opens: \"cron(0 3 ? * SUN *)\", duration: 2h, time-zone: UTC }]";
    private static final String PATCHED = """
            Metadata:
              Plumbline:
                Windowed: [Version]
                Patches: { databases: { Database: Id, Version: Version } }
            Parameters: { Version: { Type: String } }
            Resources:
              Orders: { Type: AWS::RDS::DBInstance, Properties: { EngineVersion: !Ref Version } }
            Outputs:
              Id: { Value: !Ref Orders }
            """;

    private final HubForTests hub = new HubForTests();
    private final Bucket bucket = Bucket.in(hub.aws().hub(), "plumbline");
    private final DeployedRules rules = new DeployedRules(bucket, new Binder());
    private final Survey survey = new Survey(
            hub.ledger(),
            new Lookups(hub.sessions(), new Costs(hub.ledger(), hub.clock()), hub.clock(), Role.PLAN),
            hub.clock());
    private final PlanDocuments documents = new PlanDocuments(bucket, new Binder());
    private final Directories directories = new Directories(hub.ledger(), bucket, new Binder());
    private final HeadPlans heads = new HeadPlans(
            hub.ledger(),
            hub.workflows(),
            survey,
            documents,
            hub.overtaken(),
            directories,
            new Starts("github:1", HubForTests.BRANCH, "arn:reconcile", "arn:patch"),
            new Removed(hub.ledger()),
            new UnreachableTargets(hub.ledger(), hub.clock()),
            new DeclaredVersions(hub.ledger(), hub.clock()),
            rules);
    private final StandingPlans standing = new StandingPlans(
            hub.ledger(), survey, documents, new UnreachableTargets(hub.ledger(), hub.clock()), rules);
    private final Map<String, SourceTree> git = new HashMap<>();
    private final Commits commits = new Commits(new EstateReader(Blueprints.builtIn()), this::tree);

    JudgedByWhatIsDeployedTest() {
        // All accounts were heard: what the ledger does not hold has to be made.
        for (String account : List.of("111111111111", "222222222222", PROD.account(), "444444444444")) {
            hub.ledger().targets().heard(new TargetKey(account, "eu-west-1"), HubForTests.NOW);
        }
    }

    @Test
    void push_thatSetsApprovalsNeverAndRemovesTheDatabase_asks() {
        deployed("1", ROOT, prod(""), DATA);

        StackPlan stack = pushed("2", ROOT, prod("approvals: never"), DATA);

        assertThat(judged(stack, REMOVAL))
                .isInstanceOfSatisfying(
                        Decision.Asks.class,
                        asks -> assertThat(asks.reason())
                                .contains("removes Orders (AWS::DynamoDB::Table)")
                                .contains("'approvals: destructive' of commit " + id("1"))
                                .contains("environments/prod.yaml"));
    }

    @Test
    void push_thatSetsApprovalsNeverForTheEstateOrTheEnvironment_asks() {
        deployed("1", ROOT, prod(""), DATA);

        assertAsks(pushed("2", ROOT + "policies: { approvals: never }\n", prod(""), DATA), REMOVAL);
        assertAsks(pushed("3", ROOT, prod("") + "policies: { approvals: never }\n", DATA), REMOVAL);
    }

    @Test
    void push_thatTakesTheMarkFromItsOwnBlueprint_asksForWhatHoldsData() {
        deployed("1", ROOT, prod(""), DATA);

        assertAsks(pushed("2", ROOT, prod(""), DATA.replace("Stateful: [Orders]", "Stateful: []")), TOUCH);
    }

    @Test
    void push_thatTakesAnotherBlueprintWithoutTheMark_asksForWhatHoldsData() {
        deployed("1", ROOT, prod(""), DATA);

        String unmarked = DATA.replace("Stateful: [Orders]", "Stateful: []");
        Map<String, String> files = files(ROOT, prod("").replace("blueprint: data", "blueprint: other"), DATA);
        files.put("blueprints/other.yaml", unmarked);

        assertAsks(pushed("2", files), TOUCH);
    }

    @Test
    void push_whileTheOneThatSoftensIsInFlight_asks() {
        deployed("1", ROOT, prod(""), DATA);
        pushed("2", ROOT, prod("approvals: never"), DATA.replace("Stateful: [Orders]", "Stateful: []"));
        hub.execution(EXECUTIONS + "push-2", "RUNNING");

        StackPlan second =
                pushed("3", ROOT, prod("approvals: never"), DATA.replace("Stateful: [Orders]", "Stateful: [ ]"));

        assertAsks(second, REMOVAL);
        assertAsks(second, TOUCH);
    }

    @Test
    void push_afterOneThatSoftensHasFailed_asks() {
        deployed("1", ROOT, prod(""), DATA);
        pushed("2", ROOT, prod("approvals: never"), DATA);
        hub.ledger().heads().end(HubForTests.BRANCH, "push-2", false);

        assertAsks(pushed("3", ROOT, prod("approvals: never") + "# again\n", DATA), REMOVAL);
    }

    @Test
    void push_afterTheSoftOneWasDeployedInATargetOnly_asks() {
        deployed("1", ROOT, prod(""), DATA);
        pushed("2", ROOT, prod("approvals: never"), DATA);
        hub.ledger().targets().deployed(PROD, "prod", id("2"), HubForTests.NOW.plusSeconds(60));
        hub.ledger().heads().end(HubForTests.BRANCH, "push-2", false);

        assertAsks(pushed("3", ROOT, prod("approvals: never") + "# again\n", DATA), REMOVAL);
    }

    @Test
    void push_afterTheRuleIsDeployedEverywhere_isJudgedByIt() {
        deployed("1", ROOT, prod(""), DATA);
        deployed("2", ROOT, prod("approvals: never"), DATA);

        assertThat(judged(pushed("3", ROOT, prod("approvals: never") + "# again\n", DATA), REMOVAL))
                .isInstanceOf(Decision.Allowed.class);
    }

    /** Threat model: the rule is softened by one push, which changes nothing else, and used by the next. */
    @Test
    void push_thatOnlySoftensRules_asksByTheDeployedRule() {
        deployed("1", ROOT, prod("resources: { Topic: { drift: ask } }"), DATA);
        stands("data");

        PlanAnswer answer = plan(
                "2",
                files(
                        ROOT,
                        prod("approvals: never, drift: ignore"),
                        DATA.replace("Stateful: [Orders]", "Stateful: []")));

        assertThat(answer.outcome()).as(answer.reason()).isEqualTo("planned");
        assertThat(answer.waves())
                .as("before anything else")
                .first()
                .satisfies(wave -> assertThat(wave.number()).isZero());
        assertThat(softened("push-2"))
                .contains("approvals of prod/data: destructive becomes never")
                .contains("drift of prod/data: revert becomes ignore")
                .contains("drift of Topic in prod/data: ask becomes ignore")
                .contains("Orders in prod/data: holds data becomes holds none");
    }

    /** Threat model: what is new may not bring a soft rule along, to be used by the next push. */
    @Test
    void push_thatBringsANewStackWithASoftRule_asks() {
        deployed("1", ROOT, prod(""), DATA);

        plan("2", files(ROOT, prod("") + "  soft: { blueprint: data, policies: { approvals: never } }\n", DATA));

        assertThat(softened("push-2")).containsExactly("approvals of prod/soft: destructive becomes never");
    }

    @Test
    void push_thatSoftensWhatHoldsForWhatIsNew_orAllowsAMacro_asks() {
        deployed("1", ROOT, prod("approvals: destructive"), DATA);

        String root = ROOT + "policies: { approvals: never, transforms: [Rewrite] }\n";
        plan("2", files(root, prod("approvals: destructive"), DATA));

        assertThat(softened("push-2"))
                .containsExactly(
                        "approvals of what is new in prod: destructive becomes never",
                        "approvals of what is new in the estate: destructive becomes never",
                        "transforms: [] becomes [Rewrite]");
    }

    @Test
    void firstPush_asksAboutNoRule_andOneAfterItWasDeployedInATargetDoes() {
        plan("1", files(ROOT, prod(""), DATA));
        assertThat(softened("push-1")).isEmpty();
        plan("2", files(ROOT, prod("approvals: never"), DATA));
        assertThat(softened("push-2")).isEmpty();

        hub.ledger().targets().deployed(PROD, "prod", id("1"), HubForTests.NOW.plusSeconds(60));
        hub.ledger().heads().end(HubForTests.BRANCH, "push-2", false);
        plan("3", files(ROOT, prod("approvals: never") + "#\n", DATA));

        assertThat(softened("push-3")).contains("approvals of prod/data: destructive becomes never");
    }

    @Test
    void push_thatSoftensUnderNever_asksNobody_andOneThatTightensNeither() {
        deployed("1", ROOT, prod("approvals: never"), DATA);
        assertThat(plan("2", files(ROOT, prod("approvals: never, drift: ignore"), DATA)))
                .isNotNull();
        assertThat(softened("push-2")).isEmpty();

        plan("3", files(ROOT, prod("approvals: always, drift: ask"), DATA));
        assertThat(softened("push-3")).isEmpty();
    }

    @Test
    void push_afterTheDeployedRulesAreLost_asksToTakeItsOwn() {
        deployed("1", ROOT, prod(""), DATA);
        git.remove(id("1"));
        hub.objects().keySet().removeIf(key -> key.startsWith("estate/rules/"));

        plan("2", files(ROOT, prod("approvals: never"), DATA));

        assertThat(softened("push-2")).singleElement().asString().contains("what commit " + id("1") + " said");
    }

    @Test
    void push_thatRemovesWhatHeldData_asksAboutThatAlone() {
        deployed("1", ROOT, prod(""), DATA);

        plan("2", files(ROOT, prod(""), "Resources: { Topic: { Type: AWS::SNS::Topic } }\n"));

        assertThat(softened("push-2")).isEmpty();
    }

    /** Threat model: {@code soften-and-wait}, with somebody else who approves what comes next. */
    @Test
    void push_thatLetsOthersApprove_asks() {
        String ada = "arn:aws:iam::555555555555:role/ada";
        String eve = "arn:aws:iam::555555555555:role/eve";
        deployed("1", ROOT + "policies: { approvers: [\"%s\"] }\n".formatted(ada), prod(""), DATA);

        plan("2", files(ROOT + "policies: { approvers: [\"%s\", \"%s\"] }\n".formatted(ada, eve), prod(""), DATA));
        assertThat(softened("push-2"))
                .contains("approvers of prod: " + ada + " becomes " + ada + ", " + eve)
                .contains("approvers of what is new in the estate: " + ada + " becomes " + ada + ", " + eve);

        plan("3", files(ROOT, prod(""), DATA));
        assertThat(softened("push-3")).contains("approvers of prod: " + ada + " becomes whom IAM lets");
    }

    /** Threat model: {@code suppress-and-attack}. */
    @Test
    void push_thatSuppressesFindings_asks_andIsNotHeardBeforeItIsDeployed() {
        String suppressing = prod("")
                + "findings: { rules: [{ type: restricted-ssh, action: suppress, until: \"2099-12-31\", reason: Mine }] }\n";
        deployed("1", ROOT, prod(""), DATA);

        plan("2", files(ROOT, suppressing, DATA));

        assertThat(softened("push-2"))
                .containsExactly("findings of prod: no such rule becomes suppress restricted-ssh, until 2099-12-31");
        assertThat(findings(PROD.account())).isEmpty();

        deployed("3", ROOT, suppressing, DATA);
        assertThat(findings(PROD.account())).hasSize(1);
        assertThat(plan("4", files(ROOT, prod(""), DATA)).outcome()).isEqualTo("planned");
        assertThat(softened("push-4")).as("what hides less").isEmpty();
    }

    /** Threat model: {@code suppress-and-attack}, in an account that the deployed commit does not have. */
    @Test
    void push_thatBringsAnEnvironment_hasItsFindingsJudgedByTheDefaultsBeforeItIsDeployed() {
        deployed("1", ROOT, prod(""), DATA);
        Map<String, String> files = files(ROOT.replace("[[prod]]", "[[prod, lab]]"), prod(""), DATA);
        files.put("environments/lab.yaml", """
                environment: lab
                account: "444444444444"
                findings: { rules: [{ action: report }] }
                stacks: { data: { blueprint: data } }
                """);

        plan("2", files);

        assertThat(directories.deployed(HubForTests.BRANCH).of("444444444444")).isPresent();
        assertThat(findings("444444444444")).isEmpty();
    }

    /** Threat model: {@code leave-the-window}. */
    @Test
    void push_thatTakesTheWindowAwayAndChangesTheVersion_asks_andTheVersionWaitsStill() {
        deployed("1", ROOT, patched("17.6", WINDOW), PATCHED);
        StackPlan stack = pushed("2", ROOT, patched("17.7", ""), PATCHED);

        assertThat(stack.waiting()).containsExactly("Version");
        assertThat(stack.digest(_ -> Optional.empty()))
                .isEqualTo(planned("push-1").digest(_ -> Optional.empty()));
        assertThat(softened("push-2")).singleElement().asString().startsWith("windows of prod/data: cron(0 3");
        assertThat(patching().windows()).hasSize(1);

        StackPlan unmarked = pushed(
                "3",
                ROOT,
                patched("17.7", WINDOW),
                PATCHED.replace("Windowed: [Version]", "Windowed: []").replace(", Version: Version", ""));
        assertThat(unmarked.waiting()).containsExactly("Version");
        assertThat(softened("push-3"))
                .containsExactly("Version of prod/data: changed in a window becomes changed at once");

        deployed("4", ROOT, patched("17.6", ""), PATCHED);
        assertThat(pushed("5", ROOT, patched("17.7", ""), PATCHED).waiting())
                .as("from the next run on")
                .isEmpty();
    }

    /** Threat model: {@code leave-the-window}. */
    @Test
    void push_thatPatchesSoonerOrFurther_asks_andIsNotHeardBeforeItIsDeployed() {
        String strict = WINDOW + ", policy: none, bake: 2d, concurrency: 1, hold: { Version: \"17.6\" },"
                + " blackouts: [{ from: \"2099-12-20\", to: \"2099-12-31\", reason: Peace }]";
        deployed("1", ROOT, patched("17.6", strict), PATCHED);

        plan("2", files(ROOT, patched("17.6", WINDOW + ", policy: all, concurrency: 9"), PATCHED));

        assertThat(softened("push-2"))
                .containsExactly(
                        "patches of prod/data: none becomes all",
                        "blackouts of prod/data: a blackout until 2099-12-31 (Peace) becomes no such blackout",
                        "Version of prod/data: held at 17.6 becomes not held",
                        "bake of prod/data: PT48H becomes PT0S",
                        "patches of prod/data at once: 1 becomes 9");
        assertThat(patching().policy()).isEqualTo(PatchPolicy.NONE);
    }

    /** What is stricter need not wait: the commit's own run keeps the version, and a patch has to as well. */
    @Test
    void push_thatAddsABlackout_isHeardBeforeItIsDeployed() {
        deployed("1", ROOT, patched("17.6", WINDOW), PATCHED);

        plan(
                "2",
                files(
                        ROOT,
                        patched(
                                "17.6",
                                WINDOW + ", blackouts: [{ from: \"2099-12-20\", to: \"2099-12-31\", reason: Peace }]"),
                        PATCHED));

        assertThat(softened("push-2")).isEmpty();
        assertThat(patching().blackouts()).hasSize(1);
    }

    /** Threat model: {@code jump-the-waves}. */
    @Test
    void push_thatReordersWaves_orGivesAStackAnEarlierOne_asks() {
        String waves = ROOT.replace("[[prod]]", "[[dev], [stage], [prod]]");
        deployed("1", threeWaves(waves, ""));

        plan("2", threeWaves(ROOT.replace("[[prod]]", "[[prod], [dev], [stage]]"), ""));
        assertThat(softened("push-2"))
                .containsExactly(
                        "waves of prod: after dev becomes not after it",
                        "waves of prod: after stage becomes not after it");

        plan("3", threeWaves(waves, "wave: 2\n    "));
        assertThat(softened("push-3")).containsExactly("waves of prod: after stage becomes not after it");

        Map<String, String> added = threeWaves(waves, "");
        added.put("environments/prod.yaml", prod("") + "  more: { blueprint: data, wave: 1 }\n");
        plan("4", added);
        assertThat(softened("push-4")).as("a new stack").hasSize(2);

        plan("5", threeWaves(waves, "wave: 9\n    "));
        assertThat(softened("push-5")).as("the same order").isEmpty();
    }

    /** Threat model: {@code stop-looking}. */
    @Test
    void push_thatNoLongerLooksForDrift_asks_beforeItsSchedulesAreSet() {
        deployed("1", ROOT + "schedules: { reconcile: rate(1 day) }\n", prod(""), DATA);

        PlanAnswer answer = plan("2", files(ROOT, prod(""), DATA));

        assertThat(softened("push-2")).containsExactly("reconcile of prod: rate(1 day) UTC becomes never");
        assertThat(answer.waves().getFirst().number()).isZero();
    }

    @Test
    void push_thatTightens_isJudgedByItsOwnRule() {
        deployed("1", ROOT, prod("approvals: never"), DATA);

        assertAsks(pushed("2", ROOT, prod("approvals: always"), DATA), TOUCH);
    }

    @Test
    void firstPush_hasTheStrictDefaults_andAsksForNothingThatItMakes() {
        StackPlan stack = pushed("1", ROOT, prod("approvals: never"), DATA);

        assertThat(Decision.on(stack, List.of(), true)).isInstanceOf(Decision.Allowed.class);
        assertThat(judged(stack, REMOVAL))
                .isInstanceOfSatisfying(
                        Decision.Asks.class,
                        asks -> assertThat(asks.reason()).contains("until a commit is deployed everywhere"));
    }

    /** Threat model: {@code arrive-with-access}. The name of a built-in blueprint does not make one built in. */
    @Test
    void newStack_thatGivesAccess_asks_alsoFromAnOwnBlueprintWithABuiltInOnesName() {
        List<Change> role = List.of(added("Role", "AWS::IAM::Role"));
        Map<String, String> evil =
                files(ROOT, prod("approvals: never").replace("blueprint: data", "blueprint: vpc"), DATA);
        evil.put("blueprints/vpc.yaml", DATA);
        Map<String, String> builtIn = files(ROOT, prod("").replace("blueprint: data", "blueprint: ci"), DATA);

        assertThat(Decision.on(pushed("1", evil), role, true)).isInstanceOf(Decision.Asks.class);
        assertThat(Decision.on(pushed("2", builtIn), role, true)).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void newStack_isJudgedByItsDeployedEnvironment_andANewEnvironmentByTheDeployedEstate() {
        deployed("1", ROOT + "policies: { approvals: always }\n", prod(""), DATA);

        StackPlan other = pushed("2", ROOT, prod("approvals: never").replace("  data:", "  other:"), DATA);
        StackPlan elsewhere = pushed("3", ROOT, prod("approvals: never").replace("333333333333", "444444444444"), DATA);

        assertThat(Decision.on(other, TOUCH, true)).isInstanceOf(Decision.Asks.class);
        assertThat(Decision.on(elsewhere, TOUCH, true)).isInstanceOf(Decision.Asks.class);
    }

    @Test
    void environment_thatIsRenamed_keepsItsRules() {
        deployed("1", ROOT, prod(""), DATA);

        Map<String, String> files = files(ROOT.replace("prod", "dev"), prod(""), DATA);
        files.remove("environments/prod.yaml");
        files.put("environments/dev.yaml", prod("approvals: never").replace("environment: prod", "environment: dev"));

        assertAsks(pushed("2", files), REMOVAL);
    }

    @Test
    void deployedCommit_thatAForcePushTookAway_stillJudges() {
        deployed("1", ROOT, prod("approvals: always"), DATA);
        git.remove(id("1"));

        assertAsks(pushed("2", ROOT, prod("approvals: never"), DATA), TOUCH);
    }

    @Test
    void deployedCommit_ofAnEarlierRelease_isReadInGit_andIfItIsGoneEverythingAsks() {
        deployed("1", ROOT, prod("approvals: never"), DATA);
        hub.objects().keySet().removeIf(key -> key.startsWith("estate/rules/"));
        assertThat(judged(pushed("2", ROOT, prod("approvals: never") + "#\n", DATA), REMOVAL))
                .isInstanceOf(Decision.Allowed.class);

        git.remove(id("1"));
        hub.objects().keySet().removeIf(key -> key.startsWith("estate/rules/"));
        assertAsks(pushed("3", ROOT, prod("approvals: never") + "##\n", DATA), TOUCH);
    }

    @Test
    void push_thatAllowsAMacroAndUsesIt_isRefused_andPassesOnceTheListIsDeployed() {
        String using = "Transform: Rewrite\n" + DATA;
        String allowing = ROOT + "policies: { transforms: [Rewrite] }\n";
        deployed("1", ROOT, prod(""), DATA);

        assertThat(plan("2", files(allowing, prod(""), using)).outcome()).isEqualTo("invalid");
        assertThat(plan("2", files(allowing, prod(""), using)).reason())
                .contains("blueprints/data.yaml:1:12", "Rewrite", "once it is deployed everywhere");

        deployed("3", allowing, prod(""), DATA);
        assertThat(plan("4", files(allowing, prod(""), using)).outcome()).isEqualTo("planned");
        assertThat(plan("5", files(ROOT, prod(""), using)).outcome())
                .as("a commit that takes the list back, and still uses it")
                .isEqualTo("invalid");
    }

    @Test
    void schedule_overATemplateThatWasDeployedBeforeListsWere_goesOn() {
        deployed("1", ROOT, prod(""), DATA);
        git.put(id("1"), tree(files(ROOT, prod(""), "Transform: Rewrite\n" + DATA), "1"));
        hub.objects().keySet().removeIf(key -> key.startsWith("estate/rules/"));

        PlanInput.Scope all = new PlanInput.Scope(List.of(), List.of(), List.of(), List.of());
        PlanAnswer answer =
                standing.plan(input("schedule-1"), all, hub.ledger().heads().read(HubForTests.BRANCH), commits);

        assertThat(answer.outcome()).isEqualTo("planned");
        assertThat(planned("schedule-1").stateful()).containsExactly("Orders");
    }

    @Test
    void schedule_inATargetThatHasALaterCommit_isJudgedByTheStricterOfBoth() {
        deployed("1", ROOT, prod("drift: ask"), DATA);
        pushed("2", ROOT, prod("drift: ignore"), DATA.replace("Stateful: [Orders]", "Stateful: []"));
        hub.ledger().targets().deployed(PROD, "prod", id("2"), HubForTests.NOW.plusSeconds(60));
        hub.ledger().heads().end(HubForTests.BRANCH, "push-2", false);

        PlanInput.Scope all = new PlanInput.Scope(List.of(), List.of(), List.of(), List.of());
        standing.plan(input("schedule-1"), all, hub.ledger().heads().read(HubForTests.BRANCH), commits);

        StackPlan stack = planned("schedule-1");
        assertThat(stack.drift().of("Orders")).isEqualTo(Drift.ASK);
        assertThat(stack.stateful()).containsExactly("Orders");
    }

    private static void assertAsks(StackPlan stack, List<Change> changes) {
        assertThat(judged(stack, changes)).isInstanceOf(Decision.Asks.class);
    }

    private static Decision judged(StackPlan stack, List<Change> changes) {
        return Decision.on(stack, changes, false);
    }

    private void deployed(String commit, String root, String prod, String blueprint) {
        pushed(commit, root, prod, blueprint);
        hub.ledger().heads().deployedEverywhere(HubForTests.BRANCH, "push-" + commit, id(commit), HubForTests.NOW);
    }

    private void deployed(String commit, Map<String, String> files) {
        pushed(commit, files);
        hub.ledger().heads().deployedEverywhere(HubForTests.BRANCH, "push-" + commit, id(commit), HubForTests.NOW);
    }

    private StackPlan pushed(String commit, String root, String prod, String blueprint) {
        return pushed(commit, files(root, prod, blueprint));
    }

    /** Plans a push, and returns what its run reads of the only stack. */
    private StackPlan pushed(String commit, Map<String, String> files) {
        PlanAnswer answer = plan(commit, files);
        assertThat(answer.outcome()).as(answer.reason()).isEqualTo("planned");
        return planned("push-" + commit);
    }

    private PlanAnswer plan(String commit, Map<String, String> files) {
        git.put(id(commit), tree(files, commit));
        return heads.plan(input("push-" + commit), branch(id(commit)), commits);
    }

    private static SourceTree tree(Map<String, String> files, String commit) {
        Map<String, byte[]> bytes = new TreeMap<>();
        files.forEach((path, text) -> bytes.put(path, text.getBytes(UTF_8)));
        return SourceTree.of(id(commit), bytes);
    }

    private List<String> softened(String run) {
        return targets(run).flatMap(target -> target.softens().stream()).toList();
    }

    /** The stack is as its commit wants it: nothing of it would be worked on. */
    private void stands(String stack) {
        StackPlan planned = planned("push-1");
        hub.ledger()
                .stacks()
                .seen(
                        planned.key(),
                        new Deployed(
                                planned.digest(output -> Optional.empty()).orElseThrow(),
                                new TreeMap<>(),
                                new TreeMap<>(),
                                "CREATE_COMPLETE",
                                "push-1",
                                HubForTests.NOW));
        hub.ledger().stacks().verified(planned.key(), Verdict.HEALTHY, "{}");
        assertThat(planned.name()).isEqualTo(stack);
    }

    private StackPlan planned(String run) {
        return targets(run).flatMap(TargetPlan::stacks).findFirst().orElseThrow();
    }

    private Stream<TargetPlan> targets(String run) {
        return hub.objects().entrySet().stream()
                .filter(object -> object.getKey().startsWith("runs/" + run + "/targets/"))
                .map(object -> PlanJson.readTarget(object.getValue().getBytes(UTF_8)));
    }

    private SourceTree tree(String commit) {
        SourceTree tree = git.get(commit);
        if (tree == null) {
            throw new Invalid("The Git server does not hand out this commit: it is there no more, or never was");
        }
        return tree;
    }

    private static PlanInput.Plan input(String run) {
        return new PlanInput.Plan(
                run,
                EXECUTIONS + run,
                HubForTests.NOW.toString(),
                0,
                new PlanInput.Wish("push", "github:1", HubForTests.BRANCH, null, null, null, null, null, null));
    }

    private static HeadClaim.Branch branch(String head) {
        return new HeadClaim.Branch() {
            @Override
            public String head() {
                return head;
            }

            @Override
            public Lineage lineage(String commit) {
                throw new AssertionError("nobody asks from whom " + commit + " descends");
            }
        };
    }

    private List<FindingRule> findings(String account) {
        return directories
                .deployed(HubForTests.BRANCH)
                .of(account)
                .orElseThrow()
                .findings()
                .read()
                .rules();
    }

    private Patching patching() {
        return directories
                .deployed(HubForTests.BRANCH)
                .patchable(PROD.account(), "data")
                .orElseThrow()
                .patching()
                .read();
    }

    private static String patched(String version, String patching) {
        return """
                environment: prod
                account: "333333333333"
                stacks:
                  data:
                    blueprint: data
                    parameters: { Version: "%s" }
                    patching: { %s }
                """.formatted(version, patching);
    }

    private static Map<String, String> threeWaves(String root, String ofTheStack) {
        Map<String, String> files =
                files(root, prod("").replace("    blueprint: data", "    " + ofTheStack + "blueprint: data"), DATA);
        for (String name : List.of("dev", "stage")) {
            String account = name.equals("dev") ? "111111111111" : "222222222222";
            files.put(
                    "environments/" + name + ".yaml",
                    prod("").replace("prod", name).replace("333333333333", account));
        }
        return files;
    }

    private static Map<String, String> files(String root, String prod, String blueprint) {
        return new TreeMap<>(
                Map.of("plumbline.yaml", root, "environments/prod.yaml", prod, "blueprints/data.yaml", blueprint));
    }

    private static String prod(String policies) {
        return """
                environment: prod
                account: "333333333333"
                stacks:
                  data:
                    blueprint: data
                    policies: { %s }
                """.formatted(policies);
    }

    private static String id(String commit) {
        return commit.repeat(40);
    }
}
