using System.Runtime.InteropServices;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;

namespace Sunqar.Storage.Keys;

/// <summary>
/// Turns payments as sent into payments as kept: identifiers become subjects, names are sealed. Every new subject's entry is on disk when a
/// call returns. For any number of threads; calls are taken one after another.
/// </summary>
public sealed class PaymentSealer(KeyStore keys)
{
    /// <summary>Payments that one call may seal.</summary>
    public const int PaymentsMax = 1 << 15;

    private readonly SentPayment _form = new();
    private readonly ContentHasher _content = new(keys.Root);
    private readonly SipHash _ids = SipHash.FromKey(keys.Root.ForPaymentIds());

    /// <summary>Seals a run of payments with at most one flush.</summary>
    /// <exception cref="DiskFullException">A new subject's entry found no room; nothing happened, and the call can be repeated.</exception>
    /// <exception cref="KeyStoreException">The disk failed; the key store takes nothing new until it is opened again.</exception>
    public void Seal(ReadOnlySpan<SentPayment> payments, SealedBatch into)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payments.Length, PaymentsMax);
        lock (keys.Gate)
        {
            try
            {
                var places = into.Begin(payments.Length);
                for (var i = 0; i < payments.Length; i++)
                    Seal(payments[i], into, out places[i]);
            }
            catch
            {
                keys.ForgetPending();
                throw;
            }
            into.Mark = keys.FlushPending();
        }
    }

    /// <inheritdoc cref="Seal(ReadOnlySpan{SentPayment}, SealedBatch)"/>
    public void Seal(ReadOnlySpan<Payment> payments, SealedBatch into)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payments.Length, PaymentsMax);
        lock (keys.Gate)
        {
            try
            {
                var places = into.Begin(payments.Length);
                for (var i = 0; i < payments.Length; i++)
                {
                    _form.Take(payments[i]);
                    Seal(_form, into, out places[i]);
                }
            }
            catch
            {
                keys.ForgetPending();
                throw;
            }
            finally
            {
                _form.Clear();
            }
            into.Mark = keys.FlushPending();
        }
    }

    /// <summary>The subjects of identifiers that come without a payment, such as the accounts of an imported file; else as the
    /// other.</summary>
    /// <param name="into">Takes the introductions; it holds no payments afterwards.</param>
    public void Seal(SubjectKind kind, ReadOnlySpan<string> identifiers, Span<SubjectId> subjects, SealedBatch into)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(identifiers.Length, PaymentsMax);
        lock (keys.Gate)
        {
            try
            {
                into.Begin(0);
                for (var i = 0; i < identifiers.Length; i++)
                    subjects[i] = Subject(kind, identifiers[i], default, into, out _);
            }
            catch
            {
                keys.ForgetPending();
                throw;
            }
            into.Mark = keys.FlushPending();
        }
    }

    /// <summary>
    /// Says that the journal holds the batch's introductions, and those of every batch sealed before it. Without this, subjects are
    /// introduced once more after a restart, which costs space and nothing else.
    /// </summary>
    public void Confirm(SealedBatch batch) => keys.Confirm(batch.Mark);

    /// <summary>Says that the journal did not take the batch (a full disk, a lost lease): its subjects are introduced again when they are
    /// met again.</summary>
    public void Withdraw(SealedBatch batch) => Withdraw(batch.Introductions);

    /// <inheritdoc cref="Withdraw(SealedBatch)"/>
    public void Withdraw(IEnumerable<Fact> introductions)
    {
        lock (keys.Gate)
        {
            keys.ForgetIntroductions(
                introductions.Select(fact =>
                    fact switch
                    {
                        SubjectIntroduced introduced => introduced.Subject,
                        SubjectNamed named => named.Subject,
                        _ => SubjectId.None,
                    }
                )
            );
        }
    }

    /// <summary>
    /// 64 keyed bits that stand for an institution's own id: who lacks the root key cannot make two ids meet. Two of them may still, by
    /// chance, so whoever finds one looks at the fact itself.
    /// </summary>
    public ulong Fingerprint(string institution, string id)
    {
        Span<char> both = stackalloc char[256];
        var length = institution.Length + 1 + id.Length;
        if (length > both.Length)
            both = new char[length];
        institution.CopyTo(both);
        both[institution.Length] = '\n';
        id.CopyTo(both[(institution.Length + 1)..]);
        _ids.Compute(MemoryMarshal.AsBytes(both[..length]), out var low, out _);
        return low;
    }

    private void Seal(SentPayment payment, SealedBatch batch, out SealedPayment place)
    {
        var sender = Seal(payment, PersonalText.SenderIin, payment.SenderConfirmed, batch, out var senderName);
        var recipient = Seal(payment, PersonalText.RecipientIin, payment.RecipientConfirmed, batch, out var recipientName);
        var device = Subject(SubjectKind.Device, payment[PersonalText.Device], default, batch, out _);
        place = new SealedPayment(
            payment.Id,
            payment.Kind,
            payment.TimeUs,
            payment.Amount,
            payment.Institution,
            sender,
            recipient,
            payment.Terminal,
            payment.City,
            device,
            payment.WalletChain,
            payment.WalletAddress,
            payment.Platform,
            payment.Asset,
            payment.Quantity ?? 0,
            default
        )
        {
            Circumstances = new Circumstances(
                payment.Category,
                payment.Purpose,
                payment.TerminalCountry,
                Subject(SubjectKind.Ip, payment[PersonalText.Ip], default, batch, out _),
                Subject(SubjectKind.Phone, payment[PersonalText.SenderPhone], default, batch, out _),
                Subject(SubjectKind.Phone, payment[PersonalText.RecipientPhone], default, batch, out _),
                payment.SenderBackground,
                payment.RecipientBackground
            ),
        };
        place = place with { ContentHash = _content.Hash(in place, payment, senderName, recipientName) };
    }

    /// <param name="iin">The party's first text; account, card and name follow it.</param>
    private SealedParty Seal(SentPayment payment, PersonalText iin, bool? confirmed, SealedBatch batch, out ulong nameMark)
    {
        // A name belongs to the person; where the person is not known, to what the party is known by.
        var name = payment[iin + 3];
        var person = Subject(SubjectKind.Person, payment[iin], name, batch, out nameMark);
        if (!person.IsNone)
            name = default;
        var account = Subject(SubjectKind.Account, payment[iin + 1], name, batch, out var accountMark);
        if (!account.IsNone)
            name = default;
        var card = Subject(SubjectKind.Card, payment[iin + 2], name, batch, out var cardMark);
        nameMark |= accountMark | cardMark;
        var status =
            !payment.Has(iin) ? IinStatus.Absent
            : Iin.TryParse(payment[iin], out var number, out _) && IsBornBy(number, payment.TimeUs) ? IinStatus.Valid
            : IinStatus.Invalid;
        return new SealedParty(person, account, card, status, confirmed == true, Named: payment.Has(iin + 3));
    }

    /// <summary>Nobody is born after the payment.</summary>
    private static bool IsBornBy(Iin number, long timeUs) => number.BirthDate is not { } birth || birth <= LocalTime.Kazakhstan.Day(timeUs);

    /// <param name="name">Empty where none is to be sealed.</param>
    private SubjectId Subject(
        SubjectKind kind,
        ReadOnlySpan<char> identifier,
        ReadOnlySpan<char> name,
        SealedBatch batch,
        out ulong nameMark
    )
    {
        nameMark = 0;
        if (identifier.IsEmpty)
            return SubjectId.None;
        var subject = keys.Resolve(kind, identifier, out var slot, out var introduce);
        if (name.IsEmpty && !introduce)
            return subject;
        ref var entry = ref keys.Entry(slot);
        if (!name.IsEmpty)
            nameMark = TextSealer.Mark(in entry, name);
        var named = nameMark != 0 && nameMark != entry.NameMark;
        if (!introduce && !named)
            return subject;
        using var sealer = new TextSealer(in entry);
        if (introduce)
        {
            var known = sealer.Seal(identifier, SealedField.Identifier, keys.Chance);
            batch.Introductions.Add(new SubjectIntroduced(subject, kind, known, entry.Form));
        }
        if (!named)
            return subject;
        batch.Introductions.Add(new SubjectNamed(subject, sealer.Seal(name, SealedField.Name, keys.Chance)));
        entry.NameMark = nameMark;
        if (!introduce)
            keys.Touch(slot);
        return subject;
    }
}
