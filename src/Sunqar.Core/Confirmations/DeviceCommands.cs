using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Confirmations;

/// <summary>A bank binds the key of a device to a person whom it knows. The answer is the enrolment's id.</summary>
/// <param name="Device">The device as payments name it; none is refused.</param>
/// <param name="PublicKey">A point of P-256 as <see cref="Es256.Read"/> gives it.</param>
/// <param name="RelyingParty">The domain of its authenticator; empty for a key that signs challenges bare.</param>
/// <param name="Attestation">What was verified of the key; <c>unattested</c> where nothing was.</param>
/// <param name="Replaces">An enrolment of the same person that ends by this one; empty for none.</param>
public sealed record EnrolDevice(
    string Key,
    SubjectId Person,
    SubjectId Device,
    string PublicKey,
    string RelyingParty,
    string Attestation,
    string Replaces
) : Command(Key, null, "")
{
    /// <summary>What stands where nothing of a key could be verified.</summary>
    public const string Unattested = "unattested";

    public override string Name => "device.enrol";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Institution is not { } institution || actor.Role is not (Role.Bank or Role.Platform))
            return Refused(RefusalKind.Forbidden, "An institution enrols its own customers' devices, by its key.");
        if (Person.IsNone)
            return Refused(RefusalKind.Invalid, "An IIN has twelve digits, of which the last checks the others.", "iin");
        if (Device.IsNone)
            return Refused(RefusalKind.Invalid, "A device is named as payments name it.", "device");
        if (PublicKey.Length != Es256.HexLength)
            return Refused(RefusalKind.Invalid, "A device's key is a point of P-256.", "key");
        var book = state.Of<ConfirmationBook>();
        var id = IdOf(institution, PublicKey);
        if (book.Key(id) is { } known)
        {
            return Refused(
                RefusalKind.Conflict,
                known.Enrolled.Person == Person
                    ? "This key was enrolled before; a new enrolment needs a new key."
                    : "This key is enrolled for another person: it could not tell which of them agrees.",
                "key"
            );
        }
        DeviceKey? replaced = null;
        if (Replaces.Length > 0)
        {
            replaced = book.Key(Replaces);
            if (replaced is not { IsGood: true } || replaced.Enrolled.Institution != institution || replaced.Enrolled.Person != Person)
                return Refused(RefusalKind.NotFound, "The person has no such key in use at this institution.", "replaces");
        }
        var own = book.KeysOf(Person, institution).Count() - (replaced is null ? 0 : 1);
        if (own >= ConfirmationLimits.DevicesMax)
            return Refused(RefusalKind.Limited, $"A person has at most {ConfirmationLimits.DevicesMax} devices in use at an institution.");
        List<Fact> facts = replaced is null ? [] : [new DeviceEnded(Replaces, DeviceEnd.Replaced)];
        var (people, devices) = Counts(book);
        facts.Add(new DeviceEnrolled(id, institution, Person, Device, PublicKey, RelyingParty, Attestation, Replaces, people, devices));
        return new CommandOutcome.Done(facts, id);
    }

    private (int People, int Devices) Counts(ConfirmationBook book)
    {
        var isNew = !book.Keys.Any(key => key.IsGood && key.Enrolled.Person == Person && key.Enrolled.Device == Device);
        return (book.PeopleOn(Device) + (isNew ? 1 : 0), book.DevicesOf(Person) + (isNew ? 1 : 0));
    }

    /// <summary>The enrolment of a key at an institution.</summary>
    public static string IdOf(string institution, string publicKey) =>
        "key-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(institution + "\n" + publicKey)).AsSpan(0, 12));
}

/// <summary>A bank ends a device's key: the telephone is lost or replaced, or the bank takes it back. It never becomes good
/// again.</summary>
public sealed record EndDevice(string Key, string EnrolmentId, DeviceEnd Why) : Command(Key, null, "")
{
    public override string Name => "device.end";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (Why is not (DeviceEnd.Lost or DeviceEnd.Replaced or DeviceEnd.Revoked))
            return Refused(RefusalKind.Invalid, "A key ends as lost, replaced or revoked.", "why");
        return actor.Institution is not { } institution || state.Of<ConfirmationBook>().Key(EnrolmentId) is not { } key
                ? Refused(RefusalKind.NotFound, "No such key is enrolled at this institution.", "key")
            : key.Enrolled.Institution != institution ? Refused(RefusalKind.NotFound, "No such key is enrolled at this institution.", "key")
            : !key.IsGood ? Refused(RefusalKind.Conflict, "The key has ended already.", "key")
            : Done(EnrolmentId, new DeviceEnded(EnrolmentId, Why));
    }
}
