using System.Globalization;
using Sunqar.Core.Decisions;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Work.Wording;

/// <summary>What the machine's names are called on a page.</summary>
public static class Words
{
    /// <summary>What one finding or case of a kind is called: as its typology says, or by the kind's own name.</summary>
    public static string Kind(Typologies typologies, string kind) => typologies.Find(kind)?.Title ?? Plain(kind);

    /// <summary>What several are called.</summary>
    public static string Kinds(Typologies typologies, string kind) => typologies.Find(kind)?.Titles ?? Plain(kind) + "s";

    /// <summary>An act as its author reads it in a list: "Case note", "Measure: request".</summary>
    public static string Act(string command)
    {
        var at = command.IndexOf('.', StringComparison.Ordinal);
        return at < 0 ? Plain(command) : $"{Plain(command[..at])}: {command[(at + 1)..].Replace('-', ' ')}";
    }

    public static string Ground(Core.Blocking.BlockGround ground) =>
        ground switch
        {
            Core.Blocking.BlockGround.UnlicensedExchange => "Unlicensed exchange",
            Core.Blocking.BlockGround.CourtDecision => "Court decision",
            _ => ground.ToString(),
        };

    public static string Role(Core.Acts.Role role) =>
        role switch
        {
            Core.Acts.Role.System => "The house",
            _ => role.ToString(),
        };

    public static string Standing(Core.People.Standing standing) =>
        standing switch
        {
            Core.People.Standing.Good => "good",
            Core.People.Standing.Limited => "limited",
            _ => "suspended",
        };

    /// <summary>A network's id without its kind, which stands beside it, and without its middle.</summary>
    public static string NetworkId(string id, string kind) =>
        ShortId(id.StartsWith(kind + "-", StringComparison.Ordinal) ? id[(kind.Length + 1)..] : id);

    public static string Outcome(Outcome outcome) =>
        outcome switch
        {
            Core.Decisions.Outcome.Allow => "allowed",
            Core.Decisions.Outcome.VerifySender => "sender to be verified",
            Core.Decisions.Outcome.VerifyBiometrics => "biometrics asked",
            Core.Decisions.Outcome.Hold => "held",
            Core.Decisions.Outcome.Block => "blocked",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };

    public static string Node(NodeKind kind) =>
        kind switch
        {
            NodeKind.Account => "account",
            NodeKind.Card => "card",
            NodeKind.Wallet => "wallet",
            NodeKind.Terminal => "ATM",
            NodeKind.Platform => "platform",
            NodeKind.Crowd => "bystanders",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    public static string Transfer(TransferKind kind) =>
        kind.Payment()?.Row().Words ?? (kind == TransferKind.Chain ? "on chain" : "transfer");

    /// <summary>"underground_desk" → "Underground desk".</summary>
    public static string Plain(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');

    public static string Role(string role) => role.Replace('_', ' ');

    /// <summary>"1 dropper", "12 droppers".</summary>
    public static string Plural(long count, string noun) =>
        Amounts.Count(count) + " " + noun + (count == 1 || noun.EndsWith('s') ? "" : "s");

    /// <summary>A long id with its middle left out; both ends stay, since that is how people compare them.</summary>
    public static string ShortId(string id) => id.Length <= 14 ? id : id[..6] + "…" + id[^5..];

    public static string Percent(double? share) => share is { } value ? value.ToString("0.0 %", CultureInfo.InvariantCulture) : "–";

    public static string Score(double score) => score.ToString("0.00", CultureInfo.InvariantCulture);
}
