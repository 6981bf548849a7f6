def navigation(request) -> dict:
    """What every portal page needs besides its own rows; no query."""
    return {"secret_banner": "本系统为非涉密系统，严禁存储、处理、传输国家秘密"}
