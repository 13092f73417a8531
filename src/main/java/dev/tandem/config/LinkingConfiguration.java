package dev.tandem.config;

import dev.tandem.cloudapi.GraphAccount;
import dev.tandem.cloudapi.GraphClient;
import dev.tandem.coexistence.LinkNews;
import dev.tandem.coexistence.linking.LinkRules;
import dev.tandem.coexistence.linking.LinkingDesk;
import dev.tandem.coexistence.linking.LinkingStore;
import dev.tandem.coexistence.linking.LinkingWork;
import dev.tandem.coexistence.linking.MetaAccount;
import dev.tandem.coexistence.linking.NumberOwners;
import dev.tandem.coexistence.linking.Preconditions;
import dev.tandem.coexistence.linking.Secret;
import dev.tandem.coexistence.linking.TokenDesk;
import dev.tandem.coexistence.linking.TokenKeeper;
import dev.tandem.coexistence.sync.SyncPlan;
import dev.tandem.coexistence.watch.ConnectionBook;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.send.Aftermath;
import dev.tandem.send.Feeder;
import dev.tandem.send.NumberStates;
import dev.tandem.send.PaceBook;
import dev.tandem.store.JdbcLinkings;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Linking numbers, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({MetaProperties.class, TokenProperties.class})
class LinkingConfiguration {

    @Bean
    LinkRules linkRules(MetaProperties meta, TandemProperties properties, Environment environment) {
        return new LinkRules(
                meta.appId(),
                meta.configurationId(),
                properties.graph().version(),
                Set.copyOf(meta.countriesNotAllowed()),
                environment.acceptsProfiles(Profiles.of("production")));
    }

    @Bean
    TokenKeeper tokenKeeper(
            TokenProperties tokens, TandemProperties properties, LinkRules rules, Environment environment) {
        GeneratedSecrets generated = new GeneratedSecrets(properties.dataDir());
        return new TokenKeeper(TokenKeys.seal(tokens, generated, rules.production()), new TokenReferences(environment));
    }

    @Bean
    LinkingStore linkingStore(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcLinkings(jdbc, transaction);
    }

    @Bean
    MetaAccount metaAccount(
            GraphClient graph, TandemProperties properties, MetaProperties meta, WebhookProperties webhook) {
        String first =
                webhook.appSecrets().isEmpty() ? "" : webhook.appSecrets().get(0);
        String secret = meta.appSecret() == null ? first : meta.appSecret();
        return new GraphAccount(graph, graphUrl(properties), meta.appId(), new Secret(secret));
    }

    /** Of the numbers that the database owns. */
    static String graphUrl(TandemProperties properties) {
        return properties.graph().baseUrl() + "/" + properties.graph().version();
    }

    @Bean(initMethod = "renewSeals")
    NumberOwners numberOwners(
            NumberDirectory numbers,
            TandemProperties properties,
            LinkingStore store,
            TokenKeeper tokens,
            Feeder feeder,
            PaceBook paces,
            NumberStates states,
            Aftermath aftermath,
            Environment environment) {
        Set<String> ofFile = properties.numbers().stream()
                .map(TandemProperties.Number::phoneNumberId)
                .collect(Collectors.toSet());
        return new NumberOwners(
                numbers,
                ofFile,
                speaksOfNumbers(ofFile, environment),
                store,
                tokens,
                graphUrl(properties),
                new LinkedNumberChanges(feeder, paces, states, aftermath));
    }

    /** Whether the configuration has a list of numbers, be it an empty one: a file that is missing or empty tells nothing. */
    static boolean speaksOfNumbers(Set<String> ofFile, Environment environment) {
        return !ofFile.isEmpty() || environment.containsProperty("tandem.numbers");
    }

    /** The history of a number that the database owns is asked for as whoever linked it wished. */
    @Bean
    SyncPlan linkedSyncPlan(NumberOwners owners) {
        return phoneNumberId ->
                owners.ofDatabase(phoneNumberId).map(linked -> linked.settings().autoHistory());
    }

    @Bean
    LinkingDesk linkingDesk(
            LinkingStore store,
            MetaAccount meta,
            TokenKeeper tokens,
            NumberOwners owners,
            NumberDirectory numbers,
            LinkRules rules,
            ConnectionBook connections,
            ObjectProvider<LinkNews> news,
            Alerts alerts,
            Clock clock) {
        LinkingWork work = new LinkingWork(
                store,
                meta,
                tokens,
                owners,
                numbers,
                rules,
                number -> connections.away(number).isPresent(),
                () -> news.orderedStream().toList(),
                clock);
        return new LinkingDesk(store, work, tokens, owners, numbers, alerts, clock);
    }

    @Bean
    TokenDesk tokenDesk(LinkingStore store, MetaAccount meta, TokenKeeper tokens, NumberOwners owners) {
        return new TokenDesk(store, meta, tokens, owners);
    }

    @Bean
    Preconditions preconditions(LinkRules rules, MetaAccount meta, TokenKeeper tokens) {
        return new Preconditions(rules, meta, tokens);
    }

    /** What an answer of Meta's paused goes on with the new linking, as it does with a new token; a person's pause stays. */
    @Bean
    @Order(90)
    LinkNews linkedGoesOn(NumberStates states, Aftermath aftermath) {
        return number -> LinkedNumberChanges.goOn(number, states, aftermath);
    }

    /** The first number may be linked long after the start. */
    @Bean
    @Order(91)
    LinkNews portfolioOfTheLinked(PortfolioStart portfolio) {
        return number -> portfolio.ask();
    }
}
