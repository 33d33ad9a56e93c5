using System.Globalization;
using System.Text;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Chain;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Reports;

/// <summary>The payments and transfers of some ids, read from the journal once, with who stands at their ends. What was blocked or undone
/// moved nothing and is left out.</summary>
internal sealed class CaseOperations
{
    private readonly HashSet<string> _wanted;
    private readonly RateTable _rates;
    private readonly Dictionary<(string Institution, string Id), (TransferKind Kind, ReportedOperation One)> _met = [];

    private CaseOperations(IEnumerable<string> wanted, RateTable rates) => (_wanted, _rates) = ([.. wanted], rates);

    /// <summary>What each end is, by its id; the bank is that of the payments it pays.</summary>
    public Dictionary<string, (PartyKind Kind, string? Institution)> Ends { get; } = new(StringComparer.Ordinal);

    /// <summary>In order of time, then id; each movement once (<see cref="ToldTwice"/>). A record that the chain confirms names the leg in
    /// its <see cref="ReportedOperation.AlsoTold"/>.</summary>
    public IReadOnlyList<ReportedOperation> All()
    {
        var all = _met.Values.OrderBy(one => one.One.TimeUs).ThenBy(one => one.One.Id, StringComparer.Ordinal).ToList();
        var twice = ToldTwice.Among(
            all.ConvertAll(one => new MovementRecord<string>(
                one.Kind,
                one.One.From,
                one.One.To,
                one.One.Currency,
                one.One.AmountMicro,
                one.One.TimeUs
            ))
        );
        var also = twice.ToLookup(pair => pair.Value, pair => all[pair.Key].One.Id);
        return
        [
            .. all.Index()
                .Where(one => !twice.ContainsKey(one.Index))
                .Select(one => one.Item.One with { AlsoTold = [.. also[one.Index].Order(StringComparer.Ordinal)] }),
        ];
    }

    public static CaseOperations Of(IJournal journal, IEnumerable<string> ids, RateTable rates)
    {
        var operations = new CaseOperations(ids, rates);
        if (operations._wanted.Count == 0)
            return operations;
        // Of millions of payments a case names some hundreds: the others are passed over without an object of their own.
        var known = operations._wanted.GetAlternateLookup<ReadOnlySpan<char>>();
        var text = new char[TransferIds.LengthMax];
        bool IsWanted(in DecidedPaymentRow row) =>
            Encoding.UTF8.TryGetChars(row.Id, text, out var written) && known.Contains(text.AsSpan(0, written));
        foreach (var recorded in journal.Read(Streams.Payments, 0, IsWanted))
            operations.Apply(recorded.Fact);
        var chain = new ChainGate(journal.Read<ChainRolledBack>(Streams.Chain));
        foreach (var recorded in journal.Read(Streams.Chain).Concat(new ImportGate().Pass(journal.Read(Streams.Imports))))
        {
            switch (recorded.Fact)
            {
                case ChainSeen seen:
                    foreach (var transfer in chain.Pass(seen))
                        operations.Add(transfer);
                    break;
                case TransfersImported imported:
                    foreach (var transfer in imported.Transfers)
                        operations.Add(transfer);
                    break;
            }
        }
        return operations;
    }

    private void Apply(Fact fact)
    {
        switch (fact)
        {
            case PaymentDecided decided when _wanted.Contains(decided.Payment.Id):
                if (decided.Decision.Outcome == Outcome.Block)
                    _met.Remove((decided.Payment.Institution, decided.Payment.Id));
                else
                    Add(decided.Payment);
                break;
            case PaymentReversed reversed:
                _met.Remove((reversed.Payment.Institution, reversed.Payment.Id));
                break;
        }
    }

    private void Add(in SealedPayment payment)
    {
        var (from, to) = PaymentEnds.Of(payment.Kind, !payment.Sender.Instrument.IsNone);
        if (End(payment, from) is not { } sender || End(payment, to) is not { } recipient)
            return;
        Add(
            payment.Institution,
            payment.Id,
            payment.TimeUs,
            TransferKinds.Of(payment.Kind),
            payment.Kind.Name(),
            sender,
            recipient,
            payment.Amount.AmountMicro,
            payment.Amount.Currency,
            payment.Institution
        );
    }

    private void Add(TokenTransfer transfer)
    {
        if (!_wanted.Contains(transfer.Id))
            return;
        var micro = transfer.Units;
        for (var digits = transfer.Decimals; digits != 6; digits += digits < 6 ? 1 : -1)
            micro = digits < 6 ? micro * 10 : micro / 10;
        Ends.TryAdd(transfer.From, (PartyKind.Wallet, null));
        Ends.TryAdd(transfer.To, (PartyKind.Wallet, null));
        Add("", transfer.Id, transfer.TimeUs, TransferKind.Chain, "transfer", transfer.From, transfer.To, micro, Currency.Usdt, null);
    }

    private void Add(ImportedTransfer transfer)
    {
        if (!_wanted.Contains(transfer.Id))
            return;
        foreach (var end in new[] { transfer.From, transfer.To })
            Ends.TryAdd(end.ToString(), (end.Open is null ? PartyKind.Account : KindOf(end.Open), null));
        Add(
            "",
            transfer.Id,
            transfer.TimeUs,
            transfer.Kind,
            "transfer",
            transfer.From.ToString(),
            transfer.To.ToString(),
            transfer.AmountMicro,
            transfer.Currency,
            null
        );
    }

    private void Add(
        string source,
        string id,
        long timeUs,
        TransferKind moved,
        string kind,
        string from,
        string to,
        Int128 micro,
        Currency currency,
        string? institution
    ) =>
        _met[(source, id)] = (
            moved,
            new ReportedOperation(
                id,
                timeUs,
                kind,
                from,
                to,
                micro,
                currency,
                AssetValue.Convert(micro, currency, Currency.Kzt, timeUs, _rates) ?? 0,
                institution
            )
        );

    private string? End(in SealedPayment payment, PaymentEnd end)
    {
        var (id, kind, institution) = end switch
        {
            PaymentEnd.Sender => Subject(payment.Sender, payment.Institution),
            PaymentEnd.Recipient => Subject(payment.Recipient, null),
            PaymentEnd.Terminal => (payment.Terminal, PartyKind.Terminal, null),
            PaymentEnd.Platform => (payment.Platform, PartyKind.Platform, null),
            _ => (payment.WalletAddress, PartyKind.Wallet, (string?)null),
        };
        if (string.IsNullOrEmpty(id))
            return null;
        if (!Ends.TryGetValue(id, out var known) || known.Institution is null)
            Ends[id] = (kind, institution);
        return id;
    }

    private static (string? Id, PartyKind Kind, string? Institution) Subject(in SealedParty party, string? institution) =>
        party.Instrument.IsNone
            ? (null, PartyKind.Person, null)
            : (
                party.Instrument.Value.ToString("x16", CultureInfo.InvariantCulture),
                party.Card.IsNone ? PartyKind.Account : PartyKind.Card,
                institution
            );

    /// <summary>What something open is, by how it is written: a handle, a domain, an address; else a terminal.</summary>
    public static PartyKind KindOf(string open) =>
        open.StartsWith('@') ? PartyKind.Handle
        : open.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(open) == UriHostNameType.Dns ? PartyKind.Site
        : Enum.GetValues<WalletChain>().Any(chain => chain != WalletChain.None && WalletAddress.TryParse(chain, open, out _, out _))
            ? PartyKind.Wallet
        : PartyKind.Terminal;
}
