from .ensembles import Hindcast as Hindcast
from .sign_changes import SignChanges as SignChanges
