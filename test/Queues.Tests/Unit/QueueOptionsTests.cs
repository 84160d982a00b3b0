namespace Clarion.Queues.Tests.Unit;

public sealed class QueueOptionsTests
{
    private static readonly QueueOptions Good = new()
    {
        Kind = "RabbitMQ",
        Hosts = ["rabbit1.example.org", "rabbit2.example.org:5671", "[2001:db8::1]:5672"],
        UserName = "clarion",
        Password = "hunter2",
    };

    [Fact]
    public void Memory_needs_nothing_and_a_broker_hosts_and_an_account()
    {
        Assert.True(Validate(new QueueOptions()).Succeeded);
        Assert.True(Validate(Good).Succeeded, Validate(Good).FailureMessage);
        Assert.Contains("Clarion__Queue__Hosts__0=", Validate(Good with { Hosts = [] }).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("UserName and Password", Validate(Good with { Password = "" }).FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amqp://clarion:hunter2@rabbit1")]
    [InlineData("clarion:hunter2@rabbit1:5672")]
    [InlineData("rabbit1:0")]
    [InlineData("rabbit1:port")]
    [InlineData("[2001:db8::1")]
    [InlineData("")]
    public void A_host_that_is_none_is_named_by_its_place_and_never_repeated(string host)
    {
        var message = Validate(Good with { Hosts = [host] }).FailureMessage;
        Assert.Contains("Clarion:Queue:Hosts:0", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_out_of_range_and_unknown_kinds_are_named_with_what_is_allowed()
    {
        Assert.Contains("memory, rabbitmq, kafka", Validate(Good with { Kind = "carrier pigeon" }).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("Prefix", Validate(Good with { Prefix = "with space" }).FailureMessage, StringComparison.Ordinal);
        var many = Good with
        {
            MaxQueueBytes = 1,
            Prefetch = 1,
            SettleInterval = TimeSpan.Zero,
            DeliveryPatience = TimeSpan.Zero,
            DeliveryBatch = 65,
            MaxDeadLetters = 0,
        };
        Assert.Equal(6, Validate(many).Failures!.Count());
    }

    [Fact]
    public void Kafka_needs_hosts_and_an_account_only_when_it_is_used()
    {
        var kafka = new QueueOptions { Kind = "kafka", Hosts = ["kafka1.example.org", "[2001:db8::1]:9093"] };
        Assert.True(Validate(kafka).Succeeded, Validate(kafka).FailureMessage);
        Assert.True(Validate(kafka with { UserName = "clarion", Password = "hunter2" }).Succeeded);
        Assert.Contains("Hosts__0=kafka1", Validate(kafka with { Hosts = [] }).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("go together", Validate(kafka with { UserName = "clarion" }).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("SCRAM-SHA-512, SCRAM-SHA-256, PLAIN", Validate(kafka with { SaslMechanism = "GSSAPI" }).FailureMessage, StringComparison.Ordinal);
        var plain = kafka with { UserName = "clarion", Password = "hunter2", SaslMechanism = "plain" };
        Assert.Contains("shows the password", Validate(plain).FailureMessage, StringComparison.Ordinal);
        Assert.True(Validate(plain with { Tls = true }).Succeeded);
        Assert.Contains("no such file", Validate(kafka with { Tls = true, CaFile = "/no/such.pem" }).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("no use unless Tls", Validate(kafka with { CertificateFile = "/no/such.pfx" }).FailureMessage, StringComparison.Ordinal);
        Assert.Equal(2, Validate(kafka with { ReplicationFactor = -1, MaxMessageBytes = 1000 }).Failures!.Count());
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(QueueOptions options) => new QueueOptionsValidator().Validate(null, options);
}
