using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Access;

/// <summary>How a sign-in ended.</summary>
internal abstract record SignInOutcome
{
    private SignInOutcome() { }

    /// <param name="Secret">What the cookie carries.</param>
    /// <param name="HasNews">The account's credentials changed, and its holder has not said that he knows.</param>
    public sealed record In(string Secret, string SessionId, Role Role, bool HasNews) : SignInOutcome;

    /// <summary>For whatever reason: whoever asks learns no more.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>The folder is still being opened.</summary>
    public sealed record Starting : SignInOutcome;
}

/// <summary>Holds names, passwords and codes against the credentials. An unknown name costs as much work and time as a known one.</summary>
internal sealed class SignInDesk(ActDoor acts, AccessDoor access, SessionStore sessions, RefusalBook refusals, KnownDevices devices)
{
    /// <summary>
    /// PBKDF2 with HMAC-SHA-512, so many rounds: what OWASP's password storage cheat sheet asks for (2023).
    /// </summary>
    private const int Rounds = 210_000;

    /// <summary>A refusal takes at least so long, whatever it is for, so that its time tells nothing.</summary>
    private static readonly TimeSpan RefusalMin = TimeSpan.FromMilliseconds(400);

    // Passwords are slow to hash on purpose; so many at once, and no more of the machine.
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lazy<string> _nobodys = new(() => Hasher.HashPassword("", Guid.NewGuid().ToString()));

    private static PasswordHasher<string> Hasher { get; } = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));

    public static string Hash(string password) => Hasher.HashPassword("", password);

    /// <summary>Whether a password is a credential's.</summary>
    internal static bool IsRight(Credential credential, string password) =>
        password.Length <= PersonName.PasswordLengthMax
        && Hasher.VerifyHashedPassword("", credential.PasswordHash, password) != PasswordVerificationResult.Failed;

    public async Task<SignInOutcome> SignInAsync(HttpContext context, string name, string password, string code)
    {
        if (acts.Current is not { } desk || access.Credentials is not { } credentials)
            return new SignInOutcome.Starting();
        var least = Task.Delay(RefusalMin);
        var credential = credentials.OfName(PersonName.Of(name));
        var account = credential is null ? null : desk.Read(state => state.Of<Staff>().Find(credential.AccountId));
        var isRight = await IsRightAsync(account is null ? null : credential, password);
        var isKnown = account is not null && devices.IsKnown(context, account.Id);
        var outcome =
            account is null || (desk.NowUs < account.LockedUntilUs && !isKnown)
                ? Count(account)
                : await DecideAsync(
                    desk,
                    account,
                    SignInMeans.PasswordAndCode,
                    isRight,
                    Totp.StepOf(credential!.TotpSecret, code, access.Time.GetUtcNow()),
                    isKnown
                );
        if (account is not null && outcome is SignInOutcome.In)
            devices.Know(context, account.Id);
        if (outcome is SignInOutcome.Refused)
        {
            if (account is not null)
                devices.Fail(context, account.Id);
            await least;
        }
        return outcome;
    }

    /// <summary>Whoever knocks at what is not there, or is locked, is counted: an act each would let anybody fill the disk.</summary>
    private SignInOutcome.Refused Count(Account? account)
    {
        refusals.Count("sign-in", account is null ? "unknown-name" : "locked");
        return new SignInOutcome.Refused();
    }

    /// <summary>Lets the desk of acts decide what was proved, and begins the session.</summary>
    public async Task<SignInOutcome> DecideAsync(
        ActDesk desk,
        Account account,
        SignInMeans means,
        bool isRight,
        long step,
        bool isKnown = false
    )
    {
        var (secret, id) = SessionStore.Fresh();
        var command = new SignIn(Guid.NewGuid().ToString("N"), account.Id, id, means, isRight, step, isKnown);
        var answer = await desk.DoAsync(command, account.Actor with { Role = Role.Nobody });
        if (!answer.IsDone)
            return new SignInOutcome.Refused();
        return Begin(desk, account.Id, secret, id);
    }

    /// <summary>Changes by what somebody signs in, who proves with password and code to be the account's holder; every other session of the
    /// account ends.</summary>
    /// <param name="command">Of the new session's id, whether the password is right, and the code's time step.</param>
    /// <returns>The secret of the session in which he goes on; null with why not.</returns>
    public async Task<(string? Secret, ActAnswer Answer)> ChangeAsync(
        ActDesk desk,
        Actor actor,
        string password,
        string code,
        Func<string, bool, long, Command> command,
        Func<Credential, Credential> change
    )
    {
        var credential = access.Credentials?.OfAccount(actor.Id);
        var isRight = await IsRightAsync(credential, password);
        var step = credential is null ? 0 : Totp.StepOf(credential.TotpSecret, code, access.Time.GetUtcNow());
        var (secret, id) = SessionStore.Fresh();
        var answer = await desk.DoAsync(command(id, isRight, step), actor);
        if (!answer.IsDone || answer.IsRepeat)
            return (null, answer);
        access.Credentials!.Change(actor.Id, change);
        return (Begin(desk, actor.Id, secret, id) is SignInOutcome.In ? secret : null, answer);
    }

    /// <summary>Begins the session that an act has put on record.</summary>
    public SignInOutcome Begin(ActDesk desk, string accountId, string secret, string id)
    {
        if (desk.Read(state => state.Of<Staff>().Find(accountId)) is not { Standing: not Standing.Suspended } account)
            return new SignInOutcome.Refused();
        sessions.Begin(id, account);
        return new SignInOutcome.In(secret, id, account.Role, account.ChangedUs > account.ToldUs);
    }

    private async Task<bool> IsRightAsync(Credential? credential, string password)
    {
        if (password.Length > PersonName.PasswordLengthMax)
            password = "";
        await _hashing.WaitAsync();
        try
        {
            return await Task.Run(() => Hasher.VerifyHashedPassword("", credential?.PasswordHash ?? _nobodys.Value, password))
                    != PasswordVerificationResult.Failed
                && credential is not null;
        }
        finally
        {
            _hashing.Release();
        }
    }
}
