using System.Linq.Expressions;

namespace Sunqar.Core.Rulebook;

/// <summary>Everything a rule may ask of a payment, one line a name. docs/rulebook.md lists them; a test keeps the two equal.</summary>
internal static class Vocabulary
{
    /// <param name="Read">Body with one parameter, the frame; inlined into the rules that name it.</param>
    public sealed record Field(string Name, RuleType Type, LambdaExpression Read);

    public static IReadOnlyDictionary<string, Field> Fields { get; } = List().ToDictionary(f => f.Name);

    private static IEnumerable<Field> List()
    {
        yield return new("amount", RuleType.Money, (Frame f) => f.Amount);
        yield return new("currency", RuleType.CurrencyCode, (Frame f) => (long)f.Payment.Amount.Currency);
        yield return new("kind", RuleType.Kind, (Frame f) => (long)f.Payment.Kind);
        yield return new("time", RuleType.Time, (Frame f) => f.Payment.TimeUs);
        yield return new("hour", RuleType.Number, (Frame f) => f.Hour());
        yield return new("institution", RuleType.Text, (Frame f) => f.Payment.Institution);
        yield return new("terminal", RuleType.Text, (Frame f) => f.Payment.Terminal);
        yield return new("city", RuleType.Text, (Frame f) => f.Payment.City);
        yield return new("terminal.country", RuleType.Text, (Frame f) => f.Payment.Circumstances.TerminalCountry);
        yield return new("category", RuleType.Text, (Frame f) => f.Payment.Circumstances.Category);
        yield return new("purpose", RuleType.Text, (Frame f) => f.Payment.Circumstances.Purpose);
        yield return new("ip", RuleType.Ip, (Frame f) => f.Payment.Circumstances.Ip.Value);
        yield return new("device", RuleType.Device, (Frame f) => f.Payment.Device.Value);
        yield return new("platform", RuleType.Text, (Frame f) => f.Payment.Platform);
        yield return new("platform.standing", RuleType.Platform, (Frame f) => f.PlatformStanding());
        yield return new("asset", RuleType.Text, (Frame f) => f.Payment.Asset);
        yield return new("wallet.chain", RuleType.Text, (Frame f) => f.Payment.WalletChain);
        yield return new("wallet.address", RuleType.Text, (Frame f) => f.Payment.WalletAddress);
        yield return new("wallet.standing", RuleType.Wallet, (Frame f) => f.WalletStanding());
        yield return new("wallet.ends", RuleType.Ends, (Frame f) => f.WalletEnds());
        yield return new("wallet.exposure.age", RuleType.Duration, (Frame f) => f.ExposureAge());
        yield return new("sender.person", RuleType.Person, (Frame f) => f.Payment.Sender.Person.Value);
        yield return new("sender.account", RuleType.Instrument, (Frame f) => f.Payment.Sender.Account.Value);
        yield return new("sender.card", RuleType.Instrument, (Frame f) => f.Payment.Sender.Card.Value);
        yield return new("sender.instrument", RuleType.Instrument, (Frame f) => f.Payment.Sender.Instrument.Value);
        yield return new("sender.iin", RuleType.Iin, (Frame f) => (long)f.Payment.Sender.Iin);
        yield return new("sender.confirmed", RuleType.Bool, (Frame f) => f.Payment.Sender.IsConfirmed);
        yield return new("sender.named", RuleType.Bool, (Frame f) => f.Payment.Sender.Named);
        yield return new("sender.attested", RuleType.Bool, (Frame f) => f.Payment.Sender.Attested);
        yield return new("sender.attested.finger", RuleType.Bool, (Frame f) => f.Payment.Sender.Proof.Finger);
        yield return new("sender.attested.face", RuleType.Bool, (Frame f) => f.Payment.Sender.Proof.Face);
        yield return new("sender.device.people", RuleType.Number, (Frame f) => (long)f.Payment.Sender.Proof.DevicePeople);
        yield return new("sender.devices", RuleType.Number, (Frame f) => (long)f.Payment.Sender.Proof.PersonDevices);
        yield return new("sender.phone", RuleType.Phone, (Frame f) => f.Payment.Circumstances.SenderPhone.Value);
        yield return new("sender.country", RuleType.Text, (Frame f) => f.Payment.Circumstances.Sender.Country);
        yield return new("sender.company.months", RuleType.Number, (Frame f) => f.MonthsSince(f.Payment.Circumstances.Sender.Registered));
        yield return new("sender.account.days", RuleType.Number, (Frame f) => f.DaysSince(f.Payment.Circumstances.Sender.Opened));
        yield return new("sender.measure", RuleType.Measure, (Frame f) => f.MeasureOn(true));
        yield return new("recipient.person", RuleType.Person, (Frame f) => f.Payment.Recipient.Person.Value);
        yield return new("recipient.account", RuleType.Instrument, (Frame f) => f.Payment.Recipient.Account.Value);
        yield return new("recipient.card", RuleType.Instrument, (Frame f) => f.Payment.Recipient.Card.Value);
        yield return new("recipient.instrument", RuleType.Instrument, (Frame f) => f.Payment.Recipient.Instrument.Value);
        yield return new("recipient.iin", RuleType.Iin, (Frame f) => (long)f.Payment.Recipient.Iin);
        yield return new("recipient.confirmed", RuleType.Bool, (Frame f) => f.Payment.Recipient.IsConfirmed);
        yield return new("recipient.named", RuleType.Bool, (Frame f) => f.Payment.Recipient.Named);
        yield return new("recipient.attested", RuleType.Bool, (Frame f) => f.Payment.Recipient.Attested);
        yield return new("recipient.attested.finger", RuleType.Bool, (Frame f) => f.Payment.Recipient.Proof.Finger);
        yield return new("recipient.attested.face", RuleType.Bool, (Frame f) => f.Payment.Recipient.Proof.Face);
        yield return new("recipient.phone", RuleType.Phone, (Frame f) => f.Payment.Circumstances.RecipientPhone.Value);
        yield return new("recipient.country", RuleType.Text, (Frame f) => f.Payment.Circumstances.Recipient.Country);
        yield return new(
            "recipient.company.months",
            RuleType.Number,
            (Frame f) => f.MonthsSince(f.Payment.Circumstances.Recipient.Registered)
        );
        yield return new("recipient.account.days", RuleType.Number, (Frame f) => f.DaysSince(f.Payment.Circumstances.Recipient.Opened));
        yield return new("recipient.measure", RuleType.Measure, (Frame f) => f.MeasureOn(false));
    }
}
