using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Access;

/// <summary>How taking up an invitation ended.</summary>
internal abstract record EnrolOutcome
{
    private EnrolOutcome() { }

    public sealed record Enrolled(string Secret, Role Role) : EnrolOutcome;

    /// <summary>Nobody was asked in by this link, or not any more.</summary>
    public sealed record NoSuchLink : EnrolOutcome;

    /// <param name="Text">What to do better.</param>
    public sealed record Refused(string Text) : EnrolOutcome;
}

/// <summary>One-time links: made here, and taken up here with a name, a password and a second factor. A link's secret is kept
/// nowhere.</summary>
internal sealed class Enrolment(ActDoor acts, AccessDoor access, SignInDesk signIn, RefusalBook refusals)
{
    private const int SecretBytes = 32,
        AccountIdBytes = 10;
    private const string Path = "/enrol/";

    private readonly SemaphoreSlim _oneByOne = new(1);
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>A link's secret and the invitation's id that stands for it.</summary>
    public static (string Token, string InvitationId) Fresh()
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return (token, SessionStore.IdOf(token));
    }

    public static string PathOf(string token) => Path + token;

    /// <summary>The invitation that a link stands for, if it leads anywhere now.</summary>
    public Invitation? Find(string token)
    {
        if (token.Length > 64 || acts.Current is not { } desk)
            return null;
        var nowUs = desk.NowUs;
        var invitation = desk.Read(state => state.Of<Staff>().FindInvitation(SessionStore.IdOf(token)));
        return invitation is not null && invitation.IsOpen(nowUs) ? invitation : null;
    }

    /// <summary>The second factor that this link offers: the same as often as the page is opened, and nowhere kept before it is
    /// taken.</summary>
    public byte[] TotpSecret(string token) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(token))[..Totp.SecretBytes];

    public async Task<EnrolOutcome> EnrolAsync(string token, string typedName, string password, string code)
    {
        if (acts.Current is not { } desk || access.Credentials is not { } credentials || Find(token) is not { } invitation)
        {
            refusals.Count("enrol", "link");
            return new EnrolOutcome.NoSuchLink();
        }
        var name = PersonName.Of(typedName);
        if (PersonName.UnfitName(name) is { } unfitName)
            return new EnrolOutcome.Refused(unfitName);
        if (PersonName.UnfitPassword(password, name) is { } unfitPassword)
            return new EnrolOutcome.Refused(unfitPassword);
        var totp = TotpSecret(token);
        var step = Totp.StepOf(totp, code, access.Time.GetUtcNow());
        if (step == 0)
            return new EnrolOutcome.Refused("The code is not the one that the app shows now; is the clock of the phone right?");
        var hash = await Task.Run(() => SignInDesk.Hash(password));
        // One at a time: of two who follow one link, the second must not touch what the first has been given.
        await _oneByOne.WaitAsync();
        try
        {
            return await TakeUpAsync(desk, credentials, invitation, name, hash, totp, step);
        }
        finally
        {
            _oneByOne.Release();
        }
    }

    private async Task<EnrolOutcome> TakeUpAsync(
        ActDesk desk,
        CredentialFile credentials,
        Invitation invitation,
        string name,
        string hash,
        byte[] totp,
        long step
    )
    {
        var accountId = invitation.AccountId ?? "a-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(AccountIdBytes));
        // The credentials come first: an account without any could never be entered, credentials without account let nobody in.
        var before = credentials.OfAccount(accountId);
        if (
            !credentials.Put(
                new Credential(accountId, name, hash, totp, []),
                id => id == accountId || desk.Read(state => state.Of<Staff>().Find(id)) is not null
            )
        )
        {
            return new EnrolOutcome.Refused("Somebody has this name; take another.");
        }
        var (secret, session) = SessionStore.Fresh();
        var answer = await desk.DoAsync(
            new Enrol(Guid.NewGuid().ToString("N"), invitation.Id, accountId, session, step),
            new Actor(accountId, Role.Nobody, invitation.Unit)
        );
        if (answer.IsDone)
            await access.EndAsync(desk, "Somebody has an account.");
        if (answer.IsDone && signIn.Begin(desk, accountId, secret, session) is SignInOutcome.In signedIn)
            return new EnrolOutcome.Enrolled(secret, signedIn.Role);
        if (before is null)
            credentials.Remove(accountId);
        else
            credentials.Put(before, _ => true);
        return new EnrolOutcome.NoSuchLink();
    }
}
