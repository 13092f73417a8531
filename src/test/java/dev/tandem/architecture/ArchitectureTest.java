package dev.tandem.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.tandem.send.LaneCheck;
import dev.tandem.send.SendContent;
import java.time.Clock;
import java.util.Date;
import java.util.Set;

/** The house of architecture.md, kept standing. */
@AnalyzeClasses(packages = "dev.tandem", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String LAUNCHER = "dev.tandem";
    private static final String DOMAIN = "dev.tandem.domain..";
    private static final String SIMULATOR = "dev.tandem.simulator..";
    private static final String CONFIG = "dev.tandem.config..";
    private static final String STEPS = "dev.tandem.steps..";
    private static final String STORE = "dev.tandem.store..";
    private static final String BROKER = "dev.tandem.broker..";
    private static final String CLOUDAPI = "dev.tandem.cloudapi..";
    private static final String CONSENT = "dev.tandem.consent..";
    private static final String TEMPLATE = "dev.tandem.template..";

    private static final DescribedPredicate<JavaClass> THE_ENGINE = resideInAPackage("dev.tandem..")
            .and(not(resideInAPackage(SIMULATOR)))
            .as("are the engine");

    private static final DescribedPredicate<JavaCall<?>> A_CLOCK_OF_ITS_OWN =
            describe("asks another time source than the one Clock", call -> isTimeSource(call.getTarget()));

    private static boolean isTimeSource(CodeUnitCallTarget target) {
        JavaClass owner = target.getOwner();
        String name = target.getName();
        if (owner.isEquivalentTo(System.class)) {
            return Set.of("currentTimeMillis", "nanoTime").contains(name);
        }
        if (owner.isEquivalentTo(Date.class)) {
            return name.equals("<init>") && target.getRawParameterTypes().isEmpty();
        }
        if (owner.isEquivalentTo(Clock.class)) {
            return name.startsWith("system") || name.startsWith("tick");
        }
        return owner.getPackageName().equals("java.time")
                && name.equals("now")
                && target.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
    }

    @ArchTest
    static final ArchRule ROOMS_FORM_NO_CIRCLES = slices().matching("dev.tandem.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a room that needs another and is needed by it can be neither understood nor tested alone");

    @ArchTest
    static final ArchRule THE_THREE_ROOMS_OF_COEXISTENCE_FORM_NO_CIRCLES = slices().matching(
                    "dev.tandem.coexistence.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a number is linked before it is synced and watched, and neither knows of the other");

    @ArchTest
    static final ArchRule THE_DOMAIN_STANDS_ON_THE_JDK = classes()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(DOMAIN, "java..", "org.jspecify..")
            .because("rules must be tried on any clock, without a container, a database or a network");

    @ArchTest
    static final ArchRule CAMEL_STAYS_IN_ITS_ROOMS = noClasses()
            .that()
            .resideOutsideOfPackages(STEPS, "dev.tandem.lint..", CONFIG)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..")
            .because("a route never contains a rule and a rule never knows Camel: the steps are where they meet");

    @ArchTest
    static final ArchRule SQL_LIVES_IN_THE_STORE = noClasses()
            .that()
            .resideOutsideOfPackages(STORE, CONFIG)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "org.springframework.jdbc..",
                    "org.springframework.dao..",
                    "org.springframework.transaction..",
                    "org.hsqldb..",
                    "org.postgresql..",
                    STORE)
            .because("everybody else speaks to the ports, so that the database can be exchanged");

    @ArchTest
    static final ArchRule JMS_LIVES_IN_THE_BROKER = noClasses()
            .that()
            .resideOutsideOfPackages(BROKER, CONFIG)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta.jms..", "org.springframework.jms..", "org.apache.activemq..", "org.messaginghub..", BROKER)
            .because("everybody else speaks to the ports or in routes, so that the broker can be exchanged");

    @ArchTest
    static final ArchRule THE_SIMULATOR_KNOWS_NOTHING_OF_THE_ENGINE = noClasses()
            .that()
            .resideInAPackage(SIMULATOR)
            .should()
            .dependOnClassesThat(THE_ENGINE)
            .because("the judge shares no code with whom it judges");

    @ArchTest
    static final ArchRule ONLY_THE_LAUNCHER_KNOWS_THE_SIMULATOR = noClasses()
            .that(THE_ENGINE)
            .and()
            .resideOutsideOfPackage(LAUNCHER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SIMULATOR)
            .because("the engine must not notice whether it talks to Meta or to the simulator");

    @ArchTest
    static final ArchRule ONLY_THE_LAUNCHER_KNOWS_THE_WIRING = noClasses()
            .that()
            .resideOutsideOfPackages(CONFIG, LAUNCHER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CONFIG)
            .because("what is wired must not know who wires it");

    @ArchTest
    static final ArchRule THERE_IS_ONE_CLOCK = noClasses()
            .that()
            .resideOutsideOfPackages(CONFIG, "dev.tandem.simulator", "dev.tandem.simulator.time..")
            .should()
            .callCodeUnitWhere(A_CLOCK_OF_ITS_OWN)
            .because("a day's wait is tried by moving the one Clock; who reads another stays behind");

    @ArchTest
    static final ArchRule STEPS_SPEAK_TO_SERVICES = noClasses()
            .that()
            .resideInAPackage(STEPS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STORE, BROKER)
            .because("steps are the words of the YAML; what they mean is done by the services");

    @ArchTest
    static final ArchRule FLOWS_KNOW_NEITHER_STEPS_NOR_ADAPTERS = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.tandem.send..",
                    "dev.tandem.webhook..",
                    "dev.tandem.campaign..",
                    "dev.tandem.coexistence..",
                    CONSENT,
                    TEMPLATE,
                    "dev.tandem.media..",
                    "dev.tandem.operation..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(STORE, BROKER, CLOUDAPI, STEPS))
            .because("adapters implement the ports of the flows and point inwards");

    @ArchTest
    static final ArchRule WHAT_CHECKS_SENDS_STANDS_BESIDE_THEM = noClasses()
            .that()
            .resideInAnyPackage("dev.tandem.send..", "dev.tandem.webhook..", "dev.tandem.campaign..", DOMAIN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CONSENT, TEMPLATE)
            .because("a send asks every LaneCheck there is and knows none of them; webhooks tell a port of their own");

    @ArchTest
    static final ArchRule CHECKS_SEE_OF_SENDS_ONLY_WHAT_LEAVES = noClasses()
            .that()
            .resideInAnyPackage(CONSENT, TEMPLATE)
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("dev.tandem.send..", "dev.tandem.webhook..", "dev.tandem.campaign..")
                            .and(not(belongToAnyOf(LaneCheck.class, SendContent.class))))
            .because("a check says yes, no or later; what follows is the send's own business");

    @ArchTest
    static final ArchRule CONSENT_AND_TEMPLATES_ARE_TWO_ROOMS = noClasses()
            .that()
            .resideInAPackage(CONSENT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(TEMPLATE)
            .because("consent asks a port for the category of a template");

    @ArchTest
    static final ArchRule META_IS_SPOKEN_WITHOUT_A_DATABASE = noClasses()
            .that()
            .resideInAPackage(CLOUDAPI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STORE, BROKER, STEPS, "org.springframework..")
            .because("Meta's JSON is translated there, and nothing else happens");
}
