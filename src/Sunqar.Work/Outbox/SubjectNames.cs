using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Identity;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;

namespace Sunqar.Work.Outbox;

/// <summary>
/// Puts the identifier beside a subject's pseudonym in what goes to the bank that keeps it: it sent the identifier, and cannot act on a
/// pseudonym. The identifier is opened while the message is sent, and kept nowhere.
/// </summary>
internal sealed class SubjectNames(IJournal journal, KeyStore keys, ActDesk acts)
{
    public string Complete(PartnerMessage message, string partner)
    {
        // Whom the register does not let have identifiers gets none, whatever it is called.
        if (
            acts.Read(state => state.Of<PartnerBook>().Find(partner)) is not { } line
            || !line.Receives.Contains(PartnerBook.Identifiers)
            || !message.Topic.StartsWith("measure.", StringComparison.Ordinal)
        )
        {
            return message.Body;
        }
        var order = MeasureOrder.Read(message.Body);
        if (order.TargetKind != nameof(TargetKind.Subject).ToLowerInvariant())
            return message.Body;
        var subject = new SubjectId(ulong.Parse(order.Target, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        foreach (var introduced in journal.Read<SubjectIntroduced>(Streams.Payments))
        {
            if (introduced.Subject != subject || keys.Unseal(subject, introduced.Identifier, SealedField.Identifier) is not { } identifier)
                continue;
            var body = JsonNode.Parse(message.Body)!.AsObject();
            body["identifier"] = identifier;
            body["identifier_kind"] = introduced.Kind.ToString().ToLowerInvariant();
            return body.ToJsonString();
        }
        // Destroyed, or never met: the bank gets the pseudonym, and says so.
        return message.Body;
    }
}
